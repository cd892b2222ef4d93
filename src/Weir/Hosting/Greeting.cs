// Two lines for a person who starts Weir on a terminal: what follows there is JSON.
using System.Globalization;
using System.Net;
using Weir.Configuration.Listeners;
using Weir.Proxy.Snapshots;

namespace Weir.Hosting;

/// <summary>Says where it listens, and where the dashboard is.</summary>
internal static class Greeting
{
    /// <summary>More of them would not fit the line.</summary>
    private const int MostListeners = 4;

    public static void Write(
        TextWriter screen,
        IReadOnlyCollection<ListenerSnapshot> listeners,
        IPEndPoint? admin
    )
    {
        string more =
            listeners.Count > MostListeners
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $" and {listeners.Count - MostListeners} more"
                )
                : "";
        screen.WriteLine(
            $"listening: {string.Join(", ", listeners.Take(MostListeners).Select(Describe))}{more}"
        );
        screen.WriteLine(
            admin is null
                ? "dashboard: none, since admin.address is off"
                : $"dashboard: http://{Reachable(admin)}/"
        );
        screen.Flush();
    }

    private static string Describe(ListenerSnapshot listener) =>
        (listener.Config.Mode == ProxyMode.Http ? "http://" : "tcp ") + listener.State.Local;

    private static IPEndPoint Reachable(IPEndPoint admin) =>
        admin.Address.Equals(IPAddress.Any) ? new(IPAddress.Loopback, admin.Port)
        : admin.Address.Equals(IPAddress.IPv6Any) ? new(IPAddress.IPv6Loopback, admin.Port)
        : admin;
}
