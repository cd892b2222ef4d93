// The system's own resolver: nsswitch.conf, /etc/hosts, search domains.
using System.Net;
using System.Net.Sockets;

namespace Weir.Discovery.Names;

/// <summary>getaddrinfo(3). It says nothing of how long an answer lives, so each is looked up anew after <see cref="Lifetime"/>.</summary>
public sealed class SystemNames : INameSource
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    public async Task<NameAnswer> LookUpAsync(string host, CancellationToken cancellation)
    {
        try
        {
            // The lookup cannot always be cancelled; when its time is over nobody waits for it any more.
            IPAddress[] found = await Dns.GetHostAddressesAsync(host, cancellation)
                .WaitAsync(cancellation);
            return new NameAnswer(found, Lifetime);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return NameAnswer.None;
        }
    }
}
