import Testing

@testable import embedscope

@Suite("The closing line on a terminal")
struct WorkSummaryTests {
  @Test("gives time and memory, and no memory where the system does not tell")
  func text() {
    #expect(WorkSummary.text(.milliseconds(1249), peakKibibytes: 62_464) == "1.2 s, 61 MiB")
    #expect(WorkSummary.text(.milliseconds(8), peakKibibytes: nil) == "0.01 s")
  }

  @Test("reads the peak from the words of the kernel")
  func peak() {
    let status = "Name:\tembedscope\nVmPeak:\t  9000 kB\nVmHWM:\t   1234 kB\n"
    #expect(WorkSummary.peakKibibytes(inStatus: status) == 1234)
    #expect(WorkSummary.peakKibibytes(inStatus: "Name:\tx\n") == nil)
    #expect(WorkSummary.peakKibibytes(inStatus: "VmHWM:\n") == nil)
  }

  @Test("measures this process")
  func here() {
    #expect(WorkSummary().line().hasSuffix(" MiB\n"))
  }
}
