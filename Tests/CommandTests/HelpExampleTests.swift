import ArgumentParser
import Foundation
import Testing

@testable import embedscope

/// The examples of the help of a command, as a shell would hand them over.
struct HelpExamples {
  /// One example: the text, and the arguments behind `embedscope`.
  struct Example {
    let text: String
    let arguments: [String]
  }

  let all: [Example]

  /// The indented lines below `Examples:` that call the program; a backslash at the end of a line
  /// continues it, and two blanks start a remark.
  init(in discussion: String) {
    var examples: [Example] = []
    var isExample = false
    var pending = ""
    for line in discussion.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("Example") {
        isExample = true
        continue
      }
      guard isExample, line.hasPrefix("  ") else {
        isExample = false
        continue
      }
      let text = line.drop { $0 == " " }
      if text.hasSuffix("\\") {
        pending += text.dropLast()
        continue
      }
      let command = pending + text
      pending = ""
      if let arguments = Self.arguments(of: command) {
        examples.append(Example(text: String(command), arguments: arguments))
      }
    }
    all = examples
  }

  /// What the shell gives the program: behind a pipe and assignments, before a redirection.
  private static func arguments(of command: some StringProtocol) -> [String]? {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var blanks = 0
    var isRemark = false
    for character in command where !isRemark {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
        blanks = 0
      } else if character == " " {
        if let finished = word { words.append(finished) }
        word = nil
        blanks += 1
        isRemark = blanks > 1 && words.first != nil
      } else {
        word = (word ?? "") + String(character)
        blanks = 0
      }
    }
    if let finished = word { words.append(finished) }
    guard let start = words.firstIndex(of: "embedscope") else { return nil }
    return Array(words[(start + 1)...].prefix { $0 != ">" })
  }
}

@Suite("The help")
struct HelpExampleTests {
  /// Every command with the words that call it.
  private static func commands(
    below command: any ParsableCommand.Type = Embedscope.self, words: [String] = []
  ) -> [(words: [String], type: any ParsableCommand.Type)] {
    [(words, command)]
      + command.configuration.subcommands.flatMap { sub in
        commands(below: sub, words: words + [sub.configuration.commandName ?? sub._commandName])
      }
  }

  @Test("has examples for every command, each of which the parser takes")
  func examples() throws {
    let commands = Self.commands()
    #expect(commands.count > 20)
    for command in commands {
      let examples = HelpExamples(in: command.type.configuration.discussion).all
      #expect(!examples.isEmpty, "\(command.words) has no example")
      for example in examples {
        #expect(
          Array(example.arguments.prefix(command.words.count)) == command.words,
          "\(example.text)")
        do {
          // help is not parsed but shown
          if !example.arguments.contains("--help") {
            _ = try Embedscope.parseAsRoot(example.arguments)
          }
        } catch {
          Issue.record("\(example.text): \(Embedscope.message(for: error))")
        }
      }
    }
  }

  @Test("is read as a shell reads it")
  func shell() {
    let examples = HelpExamples(
      in: """
        Words.

        Examples:
          embedscope a 'b c' --d "$E" \\
              --f
          A=1 embedscope g         a remark
          cat x | embedscope - > y
          other

        embedscope z
        """
    ).all
    #expect(
      examples.map(\.arguments) == [["a", "b c", "--d", "$E", "--f"], ["g"], ["-"]])
  }

  @Test("and the errors keep to 80 columns")
  func width() throws {
    for command in Self.commands() where !command.words.isEmpty {
      let help = try EmbedscopeProcess(command.words + ["--help"])
      #expect(help.exitCode == 0)
      for line in help.output.split(separator: "\n") {
        #expect(line.count <= 80, "\(line)")
      }
    }
  }

  @Test(
    "can be completed by the shells, with every command",
    arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let script = try EmbedscopeProcess("--generate-completion-script", shell)
    #expect(script.exitCode == 0)
    for command in Embedscope.configuration.subcommands {
      #expect(script.output.contains(try #require(command.configuration.commandName)))
    }
  }
}
