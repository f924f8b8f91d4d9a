// swift-format-ignore-file
// A wire format that looks at the clock, which it must not.
import NetworkValues
@preconcurrency internal import Glibc
public import struct Foundation.Date

func now() -> Int { unsafe time(nil) }
