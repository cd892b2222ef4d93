// The product's assemblies as ArchUnitNET reads them, once for all tests.
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Weir.Tidy.Architecture;

public static class CompiledProduct
{
    private static readonly Lazy<ArchUnitNET.Domain.Architecture> s_architecture = new(() =>
        new ArchLoader()
            .LoadAssemblies([.. ProjectRules.Projects.Select(System.Reflection.Assembly.Load)])
            .Build()
    );
    private static readonly Lazy<IReadOnlyList<Dependency>> s_dependencies = new(FindDependencies);
    private static readonly Lazy<IReadOnlyList<Lineage>> s_lineages = new(FindLineages);

    /// <summary>Every use of one of our types by another, in any direction.</summary>
    public static IReadOnlyList<Dependency> Dependencies => s_dependencies.Value;

    /// <summary>Every class of ours.</summary>
    public static IReadOnlyList<Lineage> Lineages => s_lineages.Value;

    private static List<Dependency> FindDependencies() =>
        [
            .. s_architecture
                .Value.Types.SelectMany(type => type.Dependencies)
                .Where(use => use.Target is not GenericParameter) // a method's own parameter, not a type
                .Select(use => new Dependency(
                    AssemblyOf(use.Origin),
                    use.Origin.FullName,
                    AssemblyOf(use.Target),
                    use.Target.FullName
                ))
                .Distinct(),
        ];

    private static List<Lineage> FindLineages() =>
        [
            .. s_architecture.Value.Classes.Select(type => new Lineage(
                AssemblyOf(type),
                type.FullName,
                [
                    .. type
                        .InheritedClasses.Where(up =>
                            ProjectRules.Projects.Contains(AssemblyOf(up))
                        )
                        .Select(up => up.FullName),
                ]
            )),
        ];

    // Types of the framework that were not loaded have no assembly here.
    private static string AssemblyOf(IType type) => type.Assembly?.Name.Split(',')[0] ?? "";
}
