// Reads the backends of one cluster.

using System.Collections.Immutable;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Clusters;

/// <summary>A list of backends, each address once.</summary>
internal static class BackendsReader
{
    /// <param name="context">The reading.</param>
    /// <param name="section">The object that holds the list: a cluster, or the whole file in the short form.</param>
    /// <param name="key">The key of the list, which is there.</param>
    public static ImmutableArray<BackendConfig> Read(
        ReadContext context,
        SectionReader section,
        ConfigKey key
    )
    {
        ImmutableArray<BackendConfig>.Builder backends =
            ImmutableArray.CreateBuilder<BackendConfig>();
        HashSet<string> identities = new(StringComparer.Ordinal);
        ConfigNode? list = section.Member(key)?.Value;
        foreach (ConfigNode node in section.Items(key))
        {
            SectionReader backend = new(context, node, BackendKeys.All);
            AddressReader address = AddressReader.Read(backend, BackendKeys.Place);
            BackendConfig config = BackendKeys.All.Read(
                backend,
                BackendKeys.All.Initial with
                {
                    Address = address.Address ?? AddressReader.Placeholder,
                }
            );
            foreach (ConfigMember member in BackendKeys.All.WithoutEffect(backend, config))
                context.Problems.Warning(
                    member,
                    "unused-key",
                    $"\"{member.Name}\" has no effect on an address that is no host name"
                );
            backends.Add(config);
            context.BackendNodes.Add(config, address.Node);
            if (address.Address is { } found && !identities.Add(found.Identity))
                context.Problems.Error(
                    address.Node,
                    "duplicate-backend",
                    $"\"{ShownText.Quote(found.Text)}\" is already a backend of this cluster; use \"weight\" to give it a larger share"
                );
        }
        if (list is { Kind: NodeKind.Array, Items.Count: 0 })
            context.Problems.Error(
                list,
                "empty-backends",
                $"a cluster needs at least one backend, {Example}"
            );
        else if (
            list is not null
            && backends.Count > 0
            && backends.All(backend => backend.Weight == 0)
        )
            context.Problems.Warning(
                list,
                "no-weight",
                "every backend has weight 0, so none gets new work"
            );
        return backends.ToImmutable();
    }

    private const string Example = "such as { \"address\": \"127.0.0.1:9100\" }";
}
