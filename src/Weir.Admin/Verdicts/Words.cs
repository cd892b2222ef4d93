// Numbers and error codes as the problems tell them.
using System.Globalization;
using Weir.Proxy.Facts;

namespace Weir.Admin.Verdicts;

/// <summary>Pieces of sentences.</summary>
internal static class Words
{
    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>1 backend</c>, <c>3 backends</c>.</summary>
    public static string Count(long count, string noun) =>
        count == 1 ? "1 " + noun : Of($"{count:N0} {noun}s");

    /// <summary>Two digits that mean something, such as 2,000 or 13.</summary>
    public static string Rounded(double value)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return Of($"{Math.Round(value / unit) * unit:#,0.#}");
    }

    /// <summary>A share as percent: below ten with a digit behind the point.</summary>
    public static string Percent(double share) =>
        share < 0.1 ? Of($"{share * 100:0.#} %") : Of($"{Math.Floor(share * 100):0} %");

    public static string Milliseconds(double value) =>
        value >= 10_000 ? Of($"{value / 1000:0.#} s")
        : value >= 10 ? Of($"{value:0} ms")
        : Of($"{value:0.##} ms");

    /// <summary><c>12 min</c>, <c>3 h</c>, <c>2 d</c>.</summary>
    public static string Age(TimeSpan age) =>
        age.TotalMinutes < 90 ? Of($"{Math.Floor(age.TotalMinutes):0} min")
        : age.TotalHours < 48 ? Of($"{Math.Floor(age.TotalHours):0} h")
        : Of($"{Math.Floor(age.TotalDays):0} d");

    /// <summary>What to do about a check or connect that failed like this.</summary>
    public static string RemedyFor(string? reason, string address) =>
        reason switch
        {
            null => "look into the backend's own log",
            _ when Has(reason, "refused") =>
                $"nothing listens at {address}: start the server there, or correct the address",
            _ when Has(reason, "timed out") =>
                "it does not answer in time: look at its load and at the network in between",
            _ when Has(reason, "unreachable") =>
                "there is no way to it: look at routes and firewalls",
            _ when Has(reason, "resolve") =>
                "its name does not resolve: look at DNS, or give its address",
            _ when Has(reason, "status ") =>
                "it answers, but not as the check expects: ask its check path yourself",
            _ when Has(reason, "not an HTTP") =>
                "it speaks something else than HTTP: give it a tcp check, or correct the port",
            _ => "look into the backend's own log",
        };

    /// <summary>What a failure with this code means, and what to do about it.</summary>
    public static (string What, string Remedy) Explain(FailureCode code) =>
        code switch
        {
            FailureCode.DestinationUnavailable => (
                "no backend was usable",
                "start a backend of the cluster, or make one ready again"
            ),
            FailureCode.ConnectionRefused => (
                "no backend could be connected to",
                "see that the server runs and listens at the configured address"
            ),
            FailureCode.ConnectionTerminated => (
                "a backend hung up before it answered",
                "look into its log for crashes; its keep-alive time should be longer than connectionIdleTimeout"
            ),
            FailureCode.ConnectionTimeout => (
                "connecting to a backend took too long",
                "look for a firewall that drops packets, or a backend whose accept queue is full"
            ),
            FailureCode.HttpResponseTimeout => (
                "a backend took too long to answer",
                "weir failures shows the slow requests; raise responseTimeout only if they have a right to be slow"
            ),
            FailureCode.HttpResponseIncomplete => (
                "a backend cut its answer short",
                "look into its log for crashes and restarts"
            ),
            FailureCode.HttpProtocolError => (
                "a backend did not speak HTTP",
                "see that the address belongs to an HTTP/1.1 server without TLS"
            ),
            FailureCode.ConnectionLimitReached => (
                "every backend was at its connection limit",
                "add backends, or raise maxConnections, maxQueue or queueTimeout"
            ),
            _ => (FailureCodes.Text(code).Replace('_', ' '), "weir failures shows them"),
        };

    private static bool Has(string text, string word) =>
        text.Contains(word, StringComparison.Ordinal);
}
