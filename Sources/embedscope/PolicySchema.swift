import Checks
import Findings
import Rendering

/// The JSON Schema of policies, for editors; made from the keys that the parser knows.
///
/// Source: JSON Schema 2020-12.
enum PolicySchema {
  /// The document, as it is shipped in `Schemas/embedding-policy.schema.json`.
  static var text: String {
    let kinds = CheckInputCatalog.kinds
    let fingerprints = CheckInputCatalog.fingerprints
    let document = object(PolicyKeys.document(fingerprints: fingerprints), kinds)
    return JSONValue.object(
      [
        ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        ("title", .string("Policy of embedscope check")),
      ] + document
    ).text
  }

  /// A mapping with these keys and no others.
  private static func object(
    _ keys: [PolicyKey], _ kinds: [InputKind]
  ) -> [(String, JSONValue)] {
    let properties = keys.map { key -> (String, JSONValue) in
      (key.name, .object([("description", .string(key.meaning))] + shape(key.shape, kinds)))
    }
    let required = keys.filter(\.isRequired).map(\.name)
    return [
      ("type", .string("object")), ("additionalProperties", .bool(false)),
      ("properties", .object(properties)),
    ] + (required.isEmpty ? [] : [("required", .strings(required))])
  }

  private static func shape(
    _ shape: PolicyKey.Shape, _ kinds: [InputKind]
  ) -> [(String, JSONValue)] {
    let string: [(String, JSONValue)] = [("type", .string("string")), ("minLength", .integer(1))]
    switch shape {
    case .text, .path, .input: return string
    case .metric: return string + [("examples", .strings(metrics(of: kinds)))]
    case .integer(let least):
      return [("type", .string("integer")), ("minimum", .integer(least))]
    case .number: return [("type", .string("number")), ("minimum", .integer(0))]
    case .flag: return [("type", .string("boolean"))]
    case .choice(let words): return [("enum", .strings(words))]
    case .choices(let words):
      return oneOrMore([("enum", .strings(words))])
    case .limits:
      return oneOrMore([
        ("type", .string("string")), ("pattern", .string("^\\s*(<|<=|>|>=|==|!=)\\s*\\S")),
      ])
    case .amount:
      return [
        (
          "anyOf",
          .array([
            .object([("type", .string("number")), ("minimum", .integer(0))]),
            .object([
              ("type", .string("string")),
              ("pattern", .string("^\\s*\\+?[0-9.]+([eE][+-]?[0-9]+)?\\s*%?\\s*$")),
            ]),
          ])
        )
      ]
    case .mapping(let keys): return object(keys, kinds)
    case .mappings(let keys):
      return [("type", .string("array")), ("items", .object(object(keys, kinds)))]
    case .inputs:
      let forms = kinds.map { JSONValue.object(object(PolicyKeys.input($0, among: kinds), kinds)) }
      return [
        ("type", .string("object")), ("minProperties", .integer(1)),
        (
          "propertyNames",
          .object([("pattern", .string("^[A-Za-z][A-Za-z0-9_-]*$"))])
        ),
        ("additionalProperties", .object([("anyOf", .array([.object(string)] + forms))])),
      ]
    }
  }

  /// Every metric of the input that a kind is usually called, for the completion of editors.
  private static func metrics(of kinds: [InputKind]) -> [String] {
    kinds.flatMap { kind in
      kind.metrics.map { $0.id.qualified(by: kind.names.first ?? kind.id) }
    }
  }

  private static func oneOrMore(_ item: [(String, JSONValue)]) -> [(String, JSONValue)] {
    [
      (
        "anyOf",
        .array([
          .object(item),
          .object([
            ("type", .string("array")), ("minItems", .integer(1)), ("items", .object(item)),
          ]),
        ])
      )
    ]
  }
}
