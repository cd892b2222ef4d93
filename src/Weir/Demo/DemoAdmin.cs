// What the demo asks the admin API: which backends are healthy, and how often connections were reused.
using System.Globalization;
using System.Text.Json;
using Weir.Commands;
using Weir.Commands.Instance;

namespace Weir.Demo;

/// <summary>Reads of the admin API; null when there is none or it does not answer.</summary>
internal sealed class DemoAdmin : IDisposable
{
    private readonly AdminClient? _client;

    public DemoAdmin(DemoConfig config) =>
        _client = config.Admin is { } address
            ? new AdminClient(new AdminTarget(address, config.Config.Admin.Token), TextWriter.Null)
            : null;

    /// <summary>Health by address.</summary>
    public Dictionary<string, string>? Health()
    {
        try
        {
            return
                _client?.Send(HttpMethod.Get, "api/v1/clusters") is { } body
                && JsonSerializer.Deserialize(body, CommandJson.Default.ClusterViewArray)
                    is { } clusters
                ? clusters
                    .SelectMany(static cluster => cluster.Backends)
                    .ToDictionary(
                        static b => b.Address,
                        static b => b.Health,
                        StringComparer.Ordinal
                    )
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>All metrics as text.</summary>
    public string? Metrics() => _client?.Send(HttpMethod.Get, "metrics");

    /// <summary>The sum of all series of a metric whose labels contain a text.</summary>
    public static double Sum(string metrics, string name, string label = "")
    {
        double sum = 0;
        foreach (string line in metrics.Split('\n'))
        {
            bool isSeries =
                line.StartsWith(name, StringComparison.Ordinal)
                && line.Length > name.Length
                && line[name.Length] is '{' or ' '
                && line.Contains(label, StringComparison.Ordinal);
            if (
                isSeries
                && double.TryParse(
                    line.AsSpan(line.LastIndexOf(' ') + 1),
                    CultureInfo.InvariantCulture,
                    out double value
                )
            )
            {
                sum += value;
            }
        }

        return sum;
    }

    public void Dispose() => _client?.Dispose();
}
