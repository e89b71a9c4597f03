import Testing
import Wortlaut

@Test("ICU is there") func icu() { #expect(!icuVersion.isEmpty) }
