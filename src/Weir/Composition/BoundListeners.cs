// The sockets of one config's listeners, in its order.
using Weir.Linux;
using Weir.Proxy.Io;

namespace Weir.Composition;

/// <summary>For each listener its sockets, and the workers' fresh copies unless they have some already.</summary>
internal sealed class BoundListeners(int count) : IDisposable
{
    /// <summary>
    /// The group of the listener's own address first, then those of narrower addresses that went over to it. Empty only where binding
    /// failed.
    /// </summary>
    public List<SocketGroup>[] Groups { get; } =
    [.. Enumerable.Range(0, count).Select(static _ => new List<SocketGroup>())];

    /// <summary>The copies of each worker; null where the listener goes on with those it has.</summary>
    public ListenSocket[][]?[] Shares { get; } = new ListenSocket[][]?[count];

    /// <summary>What was bound for this config.</summary>
    public List<SocketGroup> NewGroups { get; } = [];

    /// <summary>Closes what was opened for a config that does not come into force.</summary>
    public void Dispose()
    {
        foreach (ListenSocket copy in Shares.SelectMany(s => s ?? []).SelectMany(s => s))
        {
            copy.Dispose();
        }

        NewGroups.ForEach(static group => group.Dispose());
    }
}
