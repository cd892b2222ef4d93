// The rules of the telemetry section.

using System.Buffers;
using System.Collections.Immutable;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Weir.Configuration.Types;
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

    public static TelemetryConfig Check(SectionReader section, TelemetryConfig telemetry)
    {
        if (!section.Has(TelemetryKeys.OtlpEndpoint) && section.Node.Members is [{ } key, ..])
            section.Problems.Warning(
                key,
                "unused-key",
                $"\"{key.Name}\" has no effect without \"otlpEndpoint\", such as \"otlpEndpoint\": \"http://127.0.0.1:4318\""
            );
        return telemetry;
    }

    public static string? ParseEndpoint(ConfigNode node, ProblemList problems, string? fallback)
    {
        if (string.Equals(node.Text, KeyTypes.Off, StringComparison.Ordinal))
            return null;
        string text = node.Text.TrimEnd('/');
        bool isUri = Uri.TryCreate(text, UriKind.Absolute, out Uri? uri);
        if (!isUri || uri!.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            bool lacksScheme =
                !node.Text.Contains("://", StringComparison.Ordinal)
                && Uri.TryCreate("http://" + text, UriKind.Absolute, out _);
            problems.Error(
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
            problems.Error(
                node,
                "bad-endpoint",
                "\"otlpEndpoint\" must be without user, query and fragment; credentials belong into \"headers\""
            );
            return null;
        }
        CheckPath(problems, node, text);
        if (uri.Port == GrpcPort)
            problems.Warning(
                node,
                "grpc-port",
                $"port {GrpcPort} is by custom that of OTLP over gRPC; Weir speaks OTLP over http, by custom on port {HttpPort}"
            );
        return text;
    }

    private static void CheckPath(ProblemList problems, ConfigNode node, string text)
    {
        foreach (string path in new[] { "/v1/traces", "/v1/metrics" })
        {
            if (text.EndsWith(path, StringComparison.Ordinal))
                problems.Error(
                    node,
                    "bad-endpoint",
                    $"\"otlpEndpoint\" is the base address, to which \"{path}\" is added",
                    text[..^path.Length]
                );
        }
    }

    public static void CheckServiceName(ConfigNode node, ProblemList problems)
    {
        if (node.Text.Length == 0)
            problems.Error(
                node,
                "bad-value",
                "\"serviceName\" must be a name, found an empty text"
            );
    }

    /// <summary>The values never appear in a message.</summary>
    public static void CheckHeader(ConfigMember member, ConfigNode value, ProblemList problems)
    {
        if (member.Name.Length == 0 || member.Name.AsSpan().ContainsAnyExcept(Token))
            problems.Error(
                member,
                "bad-header",
                $"\"{ShownText.Quote(member.Name)}\" is no name of a header field"
            );
        else if (s_own.Contains(member.Name, StringComparer.OrdinalIgnoreCase))
            problems.Error(
                member,
                "bad-header",
                $"\"{ShownText.Quote(member.Name)}\" is written by the exporter; take it out"
            );
        if (!value.Text.All(static c => c is >= ' ' and < '\x7f'))
            problems.Error(
                value,
                "bad-header",
                $"the value of \"{ShownText.Quote(member.Name)}\" must be visible ASCII characters and blanks"
            );
    }
}
