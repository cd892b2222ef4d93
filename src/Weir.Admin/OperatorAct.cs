// What an operator did through the admin API, for the log.
namespace Weir.Admin;

/// <summary>One act.</summary>
/// <param name="Who">Address, user or <c>-</c>, and the uid where the kernel tells it.</param>
/// <param name="What"><c>drain</c>, <c>ready</c>, <c>maint</c>, <c>weight</c> or <c>reload</c>.</param>
/// <param name="Reason">As given, cut to its limit; empty where none was.</param>
public sealed record OperatorAct(string Who, string What, string Reason)
{
    public string? Cluster { get; init; }

    public string? Backend { get; init; }

    /// <summary>The new weight, where that is what was changed.</summary>
    public int? Weight { get; init; }
}
