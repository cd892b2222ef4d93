// Which listener a URL reaches. Names are not looked up: the port decides, and the address where the URL has one.
using System.Net;
using Weir.Configuration;
using Weir.Configuration.Listeners;

namespace Weir.Commands.Explain;

/// <summary>A listener, and how it was found.</summary>
/// <param name="Index">In the configuration; -1 when none was found.</param>
/// <param name="Reason">How, or why none.</param>
internal sealed record ListenerChoice(int Index, string Reason)
{
    /// <summary>
    /// By name, if one is given. Else by the URL: those with its port whose address is the URL's, or any address, or unknown because
    /// the URL has a name; the first in file order. A URL without a port that no listener has leads to the only http listener.
    /// </summary>
    public static ListenerChoice Of(WeirConfig config, ExplainRequest request, string? name)
    {
        ListenerConfig[] all = [.. config.Listeners];
        if (name is not null)
        {
            int named = Array.FindIndex(
                all,
                l => string.Equals(l.Name, name, StringComparison.Ordinal)
            );
            return named >= 0
                ? new(named, "named by --listener")
                : new(-1, $"no listener {name}; there are: {List(all)}");
        }

        if (request.Authority.Length > 0)
        {
            int[] matching =
            [
                .. Enumerable
                    .Range(0, all.Length)
                    .Where(i =>
                        all[i].Address.Port == request.Port
                        && Reaches(request.Host, all[i].Address.Host)
                    ),
            ];
            if (matching.Length > 0)
            {
                string others = string.Join(", ", matching[1..].Select(i => all[i].Name));
                return new(
                    matching[0],
                    $"listens at {all[matching[0]].Address}"
                        + (
                            others.Length == 0
                                ? ""
                                : $"; {others} would match too (choose by --listener)"
                        )
                );
            }
        }

        int[] http = [.. Enumerable.Range(0, all.Length).Where(i => all[i].Mode == ProxyMode.Http)];
        bool isFree = request.GivenPort is null;
        return isFree && http.Length == 1
            ? new(http[0], "the only http listener, since the URL names no port of a listener")
            : new(
                -1,
                $"no listener at {(isFree ? "the URL's port" : request.Authority)}; give the port of one, or --listener NAME: {List(all)}"
            );
    }

    private static bool Reaches(string host, string bound)
    {
        if (string.Equals(host, bound, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (!IPAddress.TryParse(bound, out IPAddress? at))
        {
            return true; // a name on our side
        }

        bool isAny = at.Equals(IPAddress.Any) || at.Equals(IPAddress.IPv6Any);
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return isAny || IPAddress.IsLoopback(at);
        }

        return !IPAddress.TryParse(host, out IPAddress? wanted) || isAny || at.Equals(wanted);
    }

    private static string List(ListenerConfig[] all) =>
        string.Join(", ", all.Select(l => $"{l.Name} ({l.Address})"));
}
