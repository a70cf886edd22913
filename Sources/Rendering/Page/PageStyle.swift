/// The look of the page: one column, readable on a phone and on paper, light and dark.
enum PageStyle {
  static let css = """
    :root{color-scheme:light dark;--ink:#1b1f24;--quiet:#555d68;--paper:#fff;--rule:#d5dae1;\
    --soft:#f4f6f8;--failure:#a8200d;--warning:#7a5200;--note:#2b5f86}
    @media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--quiet:#a9b0ba;--paper:#14171c;\
    --rule:#333a44;--soft:#1d2229;--failure:#ff8f7d;--warning:#f0c05a;--note:#8fc4ec}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 \
    system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif}
    main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 3rem}
    h1{font-size:1.45rem;line-height:1.3;margin:0 0 .25rem;overflow-wrap:anywhere}
    h2{font-size:1.15rem;margin:2rem 0 .6rem}
    p{margin:.4rem 0;overflow-wrap:anywhere}
    .command{color:var(--quiet);font-size:.9rem}
    .scroll{overflow-x:auto;max-width:100%}
    table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
    th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;\
    border-bottom:1px solid var(--rule)}
    th{font-weight:600}
    .numbers td,.numbers th{white-space:nowrap}
    .numbers td.reason{white-space:normal;min-width:14rem}
    .first.alone td:nth-child(2){font-weight:600;white-space:nowrap}.first th{white-space:nowrap}\
    .first td{min-width:7rem}
    .quiet{color:var(--quiet)}
    .finding{border-left:4px solid var(--note);background:var(--soft);padding:.5rem .9rem;\
    margin:.6rem 0}
    .finding.warning{border-color:var(--warning)}.finding.failure{border-color:var(--failure)}
    .finding .word{font-weight:700;color:var(--note)}
    .finding.warning .word{color:var(--warning)}.finding.failure .word{color:var(--failure)}
    .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,29rem),1fr));\
    gap:1.2rem}
    figure{margin:0;border:1px solid var(--rule);border-radius:6px;padding:.4rem;min-width:0;\
    break-inside:avoid}
    figure svg{display:block;width:100%;height:auto}
    figcaption{color:var(--quiet);font-size:.9rem;padding:.2rem .5rem .4rem}
    details{margin:.5rem 0;border-top:1px solid var(--rule);padding-top:.4rem}
    summary{cursor:pointer;font-weight:600;overflow-wrap:anywhere}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:0;font-size:.92rem}
    dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
    code{font-family:ui-monospace,"SFMono-Regular","Liberation Mono",monospace;font-size:.9em;\
    overflow-wrap:anywhere}
    .answer{margin:.25rem 0;padding-left:1.1rem;text-indent:-1.1rem}.answer::before{content:"•\u{A0}\u{A0}"}
    .command code{overflow-wrap:anywhere}
    @media (max-width:40rem){figure svg{min-width:27rem}\
    .alone tr{display:grid;grid-template-columns:2fr 3fr;border-bottom:1px solid var(--rule)}\
    .alone th,.alone td{border:0}.alone td:nth-child(3){grid-column:1/-1;padding-top:0}}
    @page{margin:16mm 14mm}
    @media print{html{font-size:10pt}body{font-size:10pt}main{max-width:none;padding:0}\
    h1{font-size:15pt}h2{font-size:12pt;break-after:avoid}.figures{display:block}\
    figure{width:125mm;margin:0 0 4mm;break-inside:avoid}figure svg{min-width:0}\
    .finding,tr{break-inside:avoid}.scroll{overflow:visible}details{display:none}\
    details.family{display:block}\
    details.family::details-content{content-visibility:visible;display:block;height:auto}\
    .numbers{font-size:8pt}.numbers td,.numbers th{white-space:normal;padding:.1rem .6rem .1rem 0}}
    """
}
