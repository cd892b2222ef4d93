// Metric names and error codes that documentation, alert rules and dashboards use are those that the program has.
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Weir.Admin.Exposition;
using Weir.Protocol.Http;
using Weir.Proxy.Facts;
using Weir.Proxy.Sessions;
using Weir.Tests.Admin;
using Weir.Tests.Admin.Exposition;
using Xunit;

namespace Weir.Tests.Docs;

public sealed partial class NamesInDocsTests
{
    [Theory]
    [InlineData("docs/metrics.md", 5)]
    [InlineData("deploy/prometheus/weir.rules.yml", 5)]
    [InlineData("deploy/grafana/weir.json", 10)]
    public void Every_metric_that_is_asked_for_is_served(string file, int atLeast)
    {
        var served = new RecordingVisitor();
        MetricCatalog.Visit(new TestMetrics().Collector.Collect(), served);
        string[] asked =
        [
            .. MetricName()
                .Matches(Repository.Read(file))
                .Select(match => Suffix().Replace(match.Value, ""))
                .Distinct(StringComparer.Ordinal),
        ];
        asked.Where(name => !served.Families.Contains(name)).ShouldBeEmpty();
        asked.Length.ShouldBeGreaterThanOrEqualTo(atLeast);
    }

    [Fact]
    public void Every_error_code_has_its_line_of_advice()
    {
        string advice = Repository.Read("docs/operate.md");
        foreach (
            FailureCode code in Enum.GetValues<FailureCode>().Where(c => c != FailureCode.None)
        )
        {
            string row = RowOf(advice, code);
            Failure failure = Failure.Of(code);
            // The first one's status is for the log alone; the second one is a reset.
            if (code is not (FailureCode.ClientDisconnected or FailureCode.InternalError))
            {
                row.ShouldContain(failure.Status.ToString(CultureInfo.InvariantCulture));
                row.ShouldContain($"| `{failure.ProxyStatus}` |");
            }
        }
    }

    [Fact]
    public void Every_status_that_a_refused_request_gets_is_in_its_row()
    {
        string row = RowOf(Repository.Read("docs/operate.md"), FailureCode.HttpRequestError);
        foreach (RequestError error in Enum.GetValues<RequestError>())
        {
            if (error != RequestError.None)
            {
                row.ShouldContain(
                    RequestErrors.Status(error).ToString(CultureInfo.InvariantCulture)
                );
            }
        }
    }

    private static string RowOf(string advice, FailureCode code)
    {
        string start = $"| `{FailureCodes.Text(code)}` |";
        return advice
            .Split('\n')
            .Where(line => line.StartsWith(start, StringComparison.Ordinal))
            .ShouldHaveSingleItem(start);
    }

    [Fact]
    public void The_dashboards_panels_do_not_overlap_and_have_numbers_of_their_own()
    {
        using JsonDocument dashboard = JsonDocument.Parse(
            Repository.Read("deploy/grafana/weir.json")
        );
        var cells = new HashSet<(int X, int Y)>();
        var ids = new HashSet<int>();
        foreach (JsonElement panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
        {
            ids.Add(panel.GetProperty("id").GetInt32()).ShouldBeTrue();
            JsonElement at = panel.GetProperty("gridPos");
            int At(string name) => at.GetProperty(name).GetInt32();
            for (int x = At("x"); x < At("x") + At("w"); x++)
            {
                for (int y = At("y"); y < At("y") + At("h"); y++)
                {
                    cells.Add((x, y)).ShouldBeTrue($"{panel.GetProperty("title")} overlaps");
                }
            }
        }

        cells.Max(cell => cell.X).ShouldBeLessThan(24, "a row has 24 columns");
    }

    [GeneratedRegex(
        "\\b(weir_[a-z_]*(total|seconds(_bucket)?|connections|info)|active_connections_total|bytes_transferred_total|connections_per_backend|backend_health_status)\\b",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex MetricName();

    [GeneratedRegex("_bucket$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Suffix();
}
