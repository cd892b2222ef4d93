// The product's assemblies as ArchUnitNET reads them, once for all tests.
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Weir.Tidy.Architecture;

public static class CompiledProduct
{
    private static readonly Lazy<IReadOnlyList<Dependency>> s_dependencies = new(Load);

    /// <summary>Every use of one of our types by another, in any direction.</summary>
    public static IReadOnlyList<Dependency> Dependencies => s_dependencies.Value;

    private static List<Dependency> Load()
    {
        ArchUnitNET.Domain.Architecture architecture = new ArchLoader()
            .LoadAssemblies([.. ProjectRules.Projects.Select(System.Reflection.Assembly.Load)])
            .Build();
        return
        [
            .. architecture
                .Types.SelectMany(type => type.Dependencies)
                .Where(use => use.Target is not GenericParameter) // a method's own parameter, not a type
                .Select(use => new Dependency(
                    AssemblyOf(use.Origin),
                    use.Origin.FullName,
                    AssemblyOf(use.Target),
                    use.Target.FullName
                ))
                .Distinct(),
        ];
    }

    // Types of the framework that were not loaded have no assembly here.
    private static string AssemblyOf(IType type) => type.Assembly?.Name.Split(',')[0] ?? "";
}
