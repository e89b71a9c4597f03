import CICU

/// Unicode properties of code points, from ICU's tables, for what the ASCII and Latin-1 fast paths do not decide.
public enum CharacterProperties {
  /// Unicode's property Uppercase.
  public static func isUppercase(_ codePoint: UInt32) -> Bool { cicu_is_uppercase(Int32(bitPattern: codePoint)) }
  /// Unicode's property Lowercase.
  public static func isLowercase(_ codePoint: UInt32) -> Bool { cicu_is_lowercase(Int32(bitPattern: codePoint)) }
  /// Unicode's property Alphabetic.
  public static func isAlphabetic(_ codePoint: UInt32) -> Bool { cicu_is_alphabetic(Int32(bitPattern: codePoint)) }
  /// Unicode's property White_Space.
  public static func isWhiteSpace(_ codePoint: UInt32) -> Bool { cicu_is_white_space(Int32(bitPattern: codePoint)) }
  /// Unicode's property Emoji_Presentation: shown as a picture without further marks.
  public static func isEmojiPresentation(_ codePoint: UInt32) -> Bool {
    cicu_is_emoji_presentation(Int32(bitPattern: codePoint))
  }
  /// The general category as ICU numbers it: 1 uppercase letter, 2 lowercase letter, 9 decimal digit …
  public static func category(_ codePoint: UInt32) -> Int { Int(cicu_category(Int32(bitPattern: codePoint))) }
}
