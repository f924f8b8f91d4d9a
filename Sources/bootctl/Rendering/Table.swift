internal import NetworkValues

/// Rows under titles, each column as wide as what stands in it.
struct Table {
    private let titles: [String]
    private var rows: [[String]] = []

    init(_ titles: String...) {
        self.titles = titles
    }

    /// Appends a row; what there is nothing to say about is a dash.
    mutating func append(_ cells: String?...) {
        rows.append(cells.map { $0.map(VisibleText.of) ?? "-" })
    }

    var lines: [String] {
        var widths = titles.map(\.count)
        for row in rows {
            for (column, cell) in zip(widths.indices, row) { widths[column] = max(widths[column], cell.count) }
        }
        return ([titles] + rows).map { row in
            let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
            return String(cells.joined(separator: "  ").trimmingSuffix { $0 == " " })
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while isIncluded: (Character) -> Bool) -> Substring {
        guard let last = lastIndex(where: { !isIncluded($0) }) else { return "" }
        return self[...last]
    }
}
