// A type declaration as the outline found it.
namespace Weir.Tidy.Text;

/// <summary><paramref name="Kind"/> is the keyword: class, struct, interface, enum, record or delegate.</summary>
public sealed record OutlinedType(
    string Name,
    string Kind,
    string Modifiers,
    int Line,
    bool IsTopLevel
)
{
    public bool Has(string modifier) =>
        Modifiers.Split(' ').Contains(modifier, StringComparer.Ordinal);
}
