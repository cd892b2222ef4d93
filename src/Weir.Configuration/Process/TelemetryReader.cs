// Reads the telemetry section.

using System.Buffers;
using System.Collections.Immutable;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Process;

/// <summary>Where telemetry goes, and how much of it.</summary>
internal static class TelemetryReader
{
    private const int GrpcPort = 4317;
    private const int HttpPort = 4318;
    private const string Wanted =
        "\"otlpEndpoint\" must be \"off\" or a base address such as \"http://127.0.0.1:4318\"";

    private static readonly SearchValues<char> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    /// <summary>What the exporter writes itself.</summary>
    private static readonly string[] s_own = ["content-type", "content-length", "host"];

    public static TelemetryConfig Read(SectionReader section)
    {
        TelemetryConfig telemetry = new()
        {
            Endpoint = ReadEndpoint(section),
            Traces = section.Share(TelemetryKeys.Traces, Defaults.TraceShare),
            MetricsMs = section.Duration(TelemetryKeys.Metrics, Defaults.TelemetryMetricsMs),
            ServiceName = ReadServiceName(section),
            Headers = ReadHeaders(section),
        };
        if (!section.Has(TelemetryKeys.OtlpEndpoint) && section.Node.Members is [{ } key, ..])
            section.Problems.Warning(
                key,
                "unused-key",
                $"\"{key.Name}\" has no effect without \"otlpEndpoint\", such as \"otlpEndpoint\": \"http://127.0.0.1:4318\""
            );
        return telemetry;
    }

    private static string? ReadEndpoint(SectionReader section)
    {
        if (
            section.TextNode(TelemetryKeys.OtlpEndpoint) is not { Text: not TelemetryKeys.Off } node
        )
            return null;
        string text = node.Text.TrimEnd('/');
        bool isUri = Uri.TryCreate(text, UriKind.Absolute, out Uri? uri);
        if (!isUri || uri!.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            bool lacksScheme =
                !node.Text.Contains("://", StringComparison.Ordinal)
                && Uri.TryCreate("http://" + text, UriKind.Absolute, out _);
            section.Problems.Error(
                node,
                "bad-endpoint",
                text.Contains('@', StringComparison.Ordinal) // what it holds may be a password
                    ? Wanted
                    : $"{Wanted}, found {node.Describe()}",
                lacksScheme ? "http://" + text : null
            );
            return null;
        }
        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            section.Problems.Error(
                node,
                "bad-endpoint",
                "\"otlpEndpoint\" must be without user, query and fragment; credentials belong into \"headers\""
            );
            return null;
        }
        CheckPath(section, node, text);
        if (uri.Port == GrpcPort)
            section.Problems.Warning(
                node,
                "grpc-port",
                $"port {GrpcPort} is by custom that of OTLP over gRPC; Weir speaks OTLP over http, by custom on port {HttpPort}"
            );
        return text;
    }

    private static void CheckPath(SectionReader section, ConfigNode node, string text)
    {
        foreach (string path in new[] { "/v1/traces", "/v1/metrics" })
        {
            if (text.EndsWith(path, StringComparison.Ordinal))
                section.Problems.Error(
                    node,
                    "bad-endpoint",
                    $"\"otlpEndpoint\" is the base address, to which \"{path}\" is added",
                    text[..^path.Length]
                );
        }
    }

    private static string ReadServiceName(SectionReader section)
    {
        if (section.TextNode(TelemetryKeys.ServiceName) is not { } node)
            return Defaults.ServiceName;
        if (node.Text.Length == 0)
            section.Problems.Error(
                node,
                "bad-value",
                "\"serviceName\" must be a name, found an empty text"
            );
        return node.Text;
    }

    /// <summary>The values never appear in a message.</summary>
    private static ImmutableArray<KeyValuePair<string, string>> ReadHeaders(SectionReader section)
    {
        ImmutableArray<KeyValuePair<string, string>>.Builder headers = ImmutableArray.CreateBuilder<
            KeyValuePair<string, string>
        >();
        foreach ((ConfigMember member, ConfigNode value) in section.Texts(TelemetryKeys.Headers))
        {
            headers.Add(new(member.Name, value.Text));
            if (member.Name.Length == 0 || member.Name.AsSpan().ContainsAnyExcept(Token))
                section.Problems.Error(
                    member,
                    "bad-header",
                    $"\"{ShownText.Quote(member.Name)}\" is no name of a header field"
                );
            else if (s_own.Contains(member.Name, StringComparer.OrdinalIgnoreCase))
                section.Problems.Error(
                    member,
                    "bad-header",
                    $"\"{ShownText.Quote(member.Name)}\" is written by the exporter; take it out"
                );
            if (!value.Text.All(static c => c is >= ' ' and < '\x7f'))
                section.Problems.Error(
                    value,
                    "bad-header",
                    $"the value of \"{ShownText.Quote(member.Name)}\" must be visible ASCII characters and blanks"
                );
        }
        return headers.ToImmutable();
    }
}
