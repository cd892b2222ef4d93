// What an unknown key was probably meant to be, or where it belongs.

namespace Weir.Configuration.Keys;

/// <param name="Meant">The key of the same section; null when nothing comes close.</param>
/// <param name="Hint">Where a key of this name belongs, to be put behind the message; null or empty without a hint.</param>
internal readonly record struct KeyGuess(string? Meant, string? Hint);
