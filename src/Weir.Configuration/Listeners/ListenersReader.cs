// Reads all listeners, and sees that no two share a name or an address.

using System.Collections.Immutable;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Listeners;

/// <summary>The listeners of the short or the long form.</summary>
internal sealed class ListenersReader(ReadContext context)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public ImmutableArray<ListenerConfig> Read(SectionReader root)
    {
        if (root.Has(RootKeys.Listen))
            return ReadShort(root);
        if (!root.Has(RootKeys.Listeners))
        {
            root.Missing(
                RootKeys.Listen,
                "such as \"listen\": { \"host\": \"127.0.0.1\", \"port\": 9000 }"
            );
            return [];
        }
        ImmutableArray<ListenerConfig>.Builder listeners =
            ImmutableArray.CreateBuilder<ListenerConfig>();
        foreach (ConfigNode node in root.Items(RootKeys.Listeners))
            listeners.Add(ReadLong(node));
        if (
            root.Member(RootKeys.Listeners)?.Value is { Kind: NodeKind.Array, Items.Count: 0 } empty
        )
            context.Problems.Error(
                empty,
                "empty-listeners",
                "at least one listener is needed, such as { \"name\": \"web\", \"address\": \"127.0.0.1:9000\" }"
            );
        return listeners.ToImmutable();
    }

    private ImmutableArray<ListenerConfig> ReadShort(SectionReader root)
    {
        string? implied =
            context.KnownClusters?.Contains(Defaults.ShortFormName) == false
                ? null
                : Defaults.ShortFormName;
        ListenerReader listener = ListenerReader.Read(
            context,
            root.Section(RootKeys.Listen, ListenerKeys.Short),
            Defaults.ShortFormName,
            implied
        );
        context.Addresses.Claim(listener.Address, "the listener");
        if (context.SecondListen is not { } second)
            return [listener.Config];
        context.Addresses.Claim(listener.Address with { Address = second }, "the listener");
        ListenerConfig twin = listener.Config with
        {
            Name = Defaults.SecondListenerName,
            Address = second,
        };
        return [listener.Config, twin];
    }

    private ListenerConfig ReadLong(ConfigNode node)
    {
        SectionReader section = new(context, node, ListenerKeys.All);
        if (!section.Has(ListenerKeys.Name))
            section.Missing(ListenerKeys.Name, "logs and metrics call a listener by its name");
        ConfigNode? nameNode = section.TextNode(ListenerKeys.Name);
        if (nameNode is not null)
            CheckName(nameNode);
        string name = nameNode?.Text ?? "";
        ListenerReader listener = ListenerReader.Read(context, section, name, impliedCluster: null);
        context.Addresses.Claim(listener.Address, $"the listener \"{ShownText.Quote(name)}\"");
        return listener.Config;
    }

    private void CheckName(ConfigNode node)
    {
        if (!NameText.IsValid(node.Text))
            context.Problems.Error(
                node,
                "bad-name",
                $"a name has 1 to {Limits.MaxNameChars} letters, digits and \"-\", \"_\", \".\", \":\", found "
                    + node.Describe()
            );
        else if (!_names.Add(node.Text))
            context.Problems.Error(
                node,
                "duplicate-name",
                $"another listener is called \"{ShownText.Quote(node.Text)}\" already"
            );
    }
}
