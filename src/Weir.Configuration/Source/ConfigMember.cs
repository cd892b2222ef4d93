// One key of an object with its value.

namespace Weir.Configuration.Source;

/// <param name="Name">The key, unescaped.</param>
/// <param name="KeyPosition">The opening quote of the key.</param>
/// <param name="Value">What it is set to.</param>
internal sealed record ConfigMember(string Name, SourcePosition KeyPosition, ConfigNode Value);
