// One "this type uses that type" of the compiled product, by assembly and full name.
namespace Weir.Tidy.Architecture;

public sealed record Dependency(
    string FromAssembly,
    string FromType,
    string ToAssembly,
    string ToType
)
{
    public override string ToString() =>
        $"{FromType} ({FromAssembly}) uses {ToType} ({ToAssembly})";

    /// <summary>The folder below the project: the third part of Weir.Proxy.Pooling.ConnectionPool, the second of Weir.Commands.Run.</summary>
    public static string FolderOf(string assembly, string type)
    {
        string root = string.Equals(assembly, "weir", StringComparison.Ordinal) ? "Weir" : assembly;
        return type.StartsWith(root + ".", StringComparison.Ordinal)
            ? type[(root.Length + 1)..].Split('.', '+', '/')[0]
            : "";
    }
}
