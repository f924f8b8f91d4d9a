/// Who is meant by a command line: bootd, or systemd-boot's tool of the same name.
enum Invocation: Hashable {
    case ours
    /// Hand the arguments over; the word or the option is the first that we do not know.
    case foreign(String)

    /// Decides by the first word that is no option, or by the options when there is no word.
    init(_ arguments: [String], verbs: Set<String>) {
        var foreignOption: String?
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let isEnd = argument == "--"
            guard isEnd || argument.hasPrefix("-") && argument != "-" else {
                self = verbs.contains(argument) ? .ours : .foreign(argument)
                return
            }
            if isEnd, let word = rest.first {
                self = verbs.contains(word) ? .ours : .foreign(word)
                return
            }
            if Self.optionsWithValue.contains(argument) {
                rest = rest.dropFirst()
            } else if !isEnd, !Self.isOurs(argument) {
                foreignOption = foreignOption ?? argument
            }
        }
        self = foreignOption.map { .foreign($0) } ?? .ours
    }

    /// Options that stand before a verb, and take the word after them.
    private static let optionsWithValue: Set = ["--socket", "--generate-completion-script"]
    private static let options: Set = ["--json", "--help", "-h", "--version"]

    private static func isOurs(_ option: String) -> Bool {
        options.contains(option) || optionsWithValue.contains { option.hasPrefix($0 + "=") }
    }
}
