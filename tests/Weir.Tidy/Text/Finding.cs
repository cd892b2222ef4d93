// One breach of a house rule, written as editors and terminals link it: path:line: what is wrong and what to do.
namespace Weir.Tidy.Text;

public sealed record Finding(string Path, int Line, string Message)
{
    public override string ToString() => $"{Path}:{Line}: {Message}";
}
