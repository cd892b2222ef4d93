// What every fuzz target is.
namespace Weir.Fuzz.Targets;

/// <summary>Takes any bytes; throws only when the product breaks what it promises about them.</summary>
public delegate void FuzzTarget(ReadOnlySpan<byte> data);
