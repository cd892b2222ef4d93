// In the data plane a port has its implementations, and there it ends: behaviour that is cut into layers of one inheritance chain can be
// read in none of them. Engines, which implement ports for a kernel, may share a base.
namespace Weir.Tidy.Architecture;

public static class LineageRule
{
    private static readonly string[] s_dataPlane = ["Weir.Proxy", "Weir.Protocol"];

    /// <summary>What the class breaks, or null.</summary>
    public static string? Breach(Lineage lineage) =>
        lineage.Bases.Count > 1 && s_dataPlane.Contains(lineage.Assembly)
            ? $"{lineage}: one level of inheritance is the most; hold the other part as a field."
            : null;
}
