// A row of `weir top`.
namespace Weir.Commands.Top;

/// <summary>One listener between two looks.</summary>
internal sealed record TopListener(
    string Name,
    string Address,
    string Mode,
    long Connections,
    double RequestsPerSecond
);
