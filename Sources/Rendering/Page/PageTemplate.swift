/// The page as a Mustache template: `{{x}}` is escaped, `{{{x}}}` is markup of our own.
enum PageTemplate {
  /// The page of a report.
  static let text = head + content

  /// The head, the same for every page, up to where its content starts.
  static let head = """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="generator" content="embedscope {{version}}">
    <link rel="icon" href="data:,">
    <title>{{title}}</title>
    <style>
    {{{style}}}
    </style>
    </head>
    <body>
    <main>

    """

  private static let content = """
    <header>
    <h1>{{headline}}</h1>
    {{#answers}}
    <p class="answer">{{.}}</p>
    {{/answers}}
    <p class="command">embedscope {{command}}</p>
    </header>
    {{#hasHighlights}}
    <section aria-labelledby="first">
    <h2 id="first">What matters first</h2>
    <div class="scroll"><table class="first{{#isAlone}} alone{{/isAlone}}">
    {{#highlightHead}}
    <tr>{{#cells}}<th scope="col">{{.}}</th>{{/cells}}</tr>
    {{/highlightHead}}
    {{#highlights}}
    <tr><th scope="row">{{label}}</th>{{#cells}}<td>{{.}}</td>{{/cells}}</tr>
    {{/highlights}}
    </table></div>
    </section>
    {{/hasHighlights}}
    {{#hasFindings}}
    <section aria-labelledby="findings">
    <h2 id="findings">Findings</h2>
    {{#findings}}
    <div class="finding {{severity}}">
    <p><span class="word">{{severity}}</span> {{#subject}}<span class="quiet">{{.}}:</span> {{/subject}}{{message}}</p>
    {{#advice}}
    <p>{{.}}</p>
    {{/advice}}
    {{#evidence}}
    <p class="quiet">Evidence: <code>{{.}}</code></p>
    {{/evidence}}
    </div>
    {{/findings}}
    </section>
    {{/hasFindings}}
    {{#hasFigures}}
    <section aria-labelledby="figures">
    <h2 id="figures">Figures</h2>
    <div class="figures">
    {{#figures}}
    <figure id="{{id}}"><div class="scroll">{{{svg}}}</div><figcaption>{{summary}}</figcaption></figure>
    {{/figures}}
    </div>
    </section>
    {{/hasFigures}}
    <section aria-labelledby="numbers">
    <h2 id="numbers">Numbers</h2>
    {{#families}}
    <details class="family">
    <summary>{{name}}</summary>
    <div class="scroll"><table class="numbers">
    <tr><th scope="col">metric</th>{{#columns}}<th scope="col">{{.}}</th>{{/columns}}<th scope="col">unit</th></tr>
    {{#rows}}
    <tr><td><code>{{id}}</code></td>{{#cells}}<td{{#isReason}} class="reason quiet"{{/isReason}}>{{text}}</td>{{/cells}}<td class="quiet">{{unit}}</td></tr>
    {{/rows}}
    </table></div>
    </details>
    {{/families}}
    {{#tables}}
    <details>
    <summary>{{name}}</summary>
    {{#note}}<p class="quiet">{{.}}</p>{{/note}}
    <div class="scroll"><table class="numbers">
    <tr>{{#columns}}<th scope="col">{{.}}</th>{{/columns}}</tr>
    {{#rows}}
    <tr>{{#cells}}<td>{{.}}</td>{{/cells}}</tr>
    {{/rows}}
    </table></div>
    </details>
    {{/tables}}
    </section>
    <section aria-labelledby="made">
    <h2 id="made">How this was made</h2>
    <dl>
    {{#provenance}}
    <dt>{{label}}</dt><dd>{{text}}</dd>
    {{/provenance}}
    </dl>
    </section>
    </main>
    </body>
    </html>

    """
}
