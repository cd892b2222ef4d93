// A class of the product with those of ours that it comes from.
namespace Weir.Tidy.Architecture;

/// <param name="Assembly">Its assembly's name.</param>
/// <param name="Type">Its full name.</param>
/// <param name="Bases">The full names of its bases of ours, the nearest first.</param>
public sealed record Lineage(string Assembly, string Type, IReadOnlyList<string> Bases)
{
    public override string ToString() => string.Join(" ← ", [Type, .. Bases]);
}
