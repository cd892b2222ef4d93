// A range of HTTP status codes that a health check takes for a success.

namespace Weir.Configuration.Values;

/// <summary>Status codes from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
public readonly record struct StatusRange(int First, int Last)
{
    public bool Contains(int status) => status >= First && status <= Last;

    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
