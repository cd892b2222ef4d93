// Puts what the command line says into the tree, as if the file had said it.

using System.Globalization;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration;

/// <summary>Applies the options of one command line to one tree.</summary>
internal sealed class TreeOverrides(
    ConfigNode root,
    ProblemList problems,
    ConfigReadOptions options
)
{
    private const string Code = "bad-path";

    /// <summary>The IPv6 half of all of loopback; null where nobody asked for that.</summary>
    public EndpointAddress? SecondListen { get; private set; }

    /// <summary>The short options come first, so that <c>--set</c> can go into what they made.</summary>
    public void Apply()
    {
        if (root.Kind != NodeKind.Object)
            return;
        if (options.Listen is { } listen)
            SetListen(listen);
        if (options.Mode is { } mode)
            SetText(ListenObject("--mode"), ListenerKeys.Mode.Name, "--mode", mode);
        if (options.Backends.Length > 0)
            SetBackends();
        foreach (ConfigOverride set in options.Sets)
            Set(set);
    }

    private void SetListen(string address)
    {
        const string Option = "--listen";
        ConfigNode listen = ListenObject(Option);
        listen.RemoveAll(member => IsAddressPart(member.Name));
        SetText(listen, ListenerKeys.Address.Name, Option, OnLoopback(address) ?? address);
    }

    /// <summary>A port alone is on both loopback addresses; null when it is more than that, or none.</summary>
    private string? OnLoopback(string text)
    {
        bool isPort =
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port <= Limits.MaxPort;
        if (!isPort)
            return null;
        // The system would choose another port for each of two listeners.
        if (options.HasIPv6Loopback && port > 0)
            SecondListen = EndpointAddress.FromHostAndPort("::1", port);
        return EndpointAddress.FromHostAndPort(Defaults.ListenHost, port).Text;
    }

    private static bool IsAddressPart(string name) =>
        string.Equals(name, ListenerKeys.Host.Name, StringComparison.Ordinal)
        || string.Equals(name, ListenerKeys.Port.Name, StringComparison.Ordinal);

    private ConfigNode ListenObject(string option)
    {
        string name = RootKeys.Listen.Name;
        if (root.Find(name)?.Value is { } listen)
            return listen;
        ConfigNode created = new(NodeKind.Object, SourcePosition.FromOption(option), name);
        Replace(root, name, created);
        return created;
    }

    private void SetBackends()
    {
        const string Option = "--backend";
        string name = RootKeys.Backends.Name;
        SourcePosition position = SourcePosition.FromOption(Option);
        ConfigNode list = new(NodeKind.Array, position, name);
        foreach (string address in options.Backends)
        {
            string path = ConfigNode.Join(
                name,
                list.Items.Count.ToString(CultureInfo.InvariantCulture)
            );
            ConfigNode backend = new(NodeKind.Object, position, path);
            SetText(backend, BackendKeys.Address.Name, Option, address);
            list.Items.Add(backend);
        }
        Replace(root, name, list);
    }

    private void SetText(ConfigNode parent, string name, string option, string text)
    {
        string path = ConfigNode.Join(parent.Path, name);
        Replace(
            parent,
            name,
            NodeParser.TextOption(option, path, text, problems, options.Environment)
        );
    }

    private void Set(ConfigOverride set)
    {
        string option = "--set " + set.Path;
        string[] steps = set.Path.Split('.');
        ConfigNode value = NodeParser.ParseOption(
            option,
            set.Path,
            set.Value,
            problems,
            options.Environment
        );
        ConfigNode? at = root;
        for (int i = 0; i < steps.Length && at is not null; )
        {
            int taken = at.Kind == NodeKind.Object ? StepsOfName(at, steps, i) : 1;
            string name = string.Join('.', steps, i, taken);
            i += taken;
            bool isLast = i == steps.Length;
            ConfigNode child = isLast ? value : NewParent(at, name, steps[i], option);
            at = at.Kind switch
            {
                NodeKind.Object => IntoObject(at, name, child, isLast),
                NodeKind.Array => IntoList(at, name, child, isLast, option),
                _ => Refuse(
                    option,
                    $"\"{ShownText.Quote(at.Path)}\" is {at.Describe()} and has nothing below it"
                ),
            };
        }
    }

    /// <summary>Names of clusters may have dots: the longest name that is there wins, else one step.</summary>
    private static int StepsOfName(ConfigNode node, string[] steps, int from)
    {
        for (int count = steps.Length - from; count > 1; count--)
        {
            if (node.Find(string.Join('.', steps, from, count)) is not null)
                return count;
        }
        return 1;
    }

    /// <summary>What a path needs on its way: a list before a number, but clusters are always called by name.</summary>
    private static ConfigNode NewParent(
        ConfigNode parent,
        string name,
        string nextStep,
        string option
    )
    {
        bool isList =
            int.TryParse(nextStep, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && !string.Equals(name, RootKeys.Clusters.Name, StringComparison.Ordinal);
        NodeKind kind = isList ? NodeKind.Array : NodeKind.Object;
        return new ConfigNode(
            kind,
            SourcePosition.FromOption(option),
            ConfigNode.Join(parent.Path, name)
        );
    }

    private static ConfigNode IntoObject(
        ConfigNode node,
        string name,
        ConfigNode child,
        bool isLast
    )
    {
        if (!isLast && node.Find(name) is { } existing)
            return existing.Value;
        Replace(node, name, child);
        return child;
    }

    private ConfigNode? IntoList(
        ConfigNode node,
        string step,
        ConfigNode child,
        bool isLast,
        string option
    )
    {
        bool isNumber = int.TryParse(
            step,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int index
        );
        if (!isNumber || index > node.Items.Count)
            return Refuse(
                option,
                $"\"{ShownText.Quote(node.Path)}\" is a list of {node.Items.Count}; \"{ShownText.Quote(step)}\" is no place in it"
            );
        if (index == node.Items.Count)
            node.Items.Add(child);
        else if (isLast)
            node.Items[index] = child;
        return node.Items[index];
    }

    private ConfigNode? Refuse(string option, string message)
    {
        problems.Error(SourcePosition.FromOption(option), Code, message);
        return null;
    }

    private static void Replace(ConfigNode node, string name, ConfigNode value) =>
        node.Set(new ConfigMember(name, value.Position, value));
}
