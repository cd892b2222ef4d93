// Tells systemd how the service is doing, by datagrams to the socket it names (sd_notify(3)). Without such a socket
// every call does nothing. Used by the composition root; calls may come from any thread.
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Weir.Hosting;

/// <summary>READY, RELOADING and STOPPING for the service manager. Never throws: a lost message is the manager's timeout.</summary>
/// <param name="socketPath">The value of NOTIFY_SOCKET: a path, or <c>@</c> and an abstract name; null or empty: none.</param>
internal sealed class SystemdNotifier(string? socketPath)
{
    public const string Variable = "NOTIFY_SOCKET";

    public static SystemdNotifier FromEnvironment() =>
        new(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Start-up or a reload is finished.</summary>
    public bool Ready() => Send("READY=1");

    /// <summary>A reload begins; <see cref="Ready"/> follows. systemd tells reloads apart by the clock it is given,
    /// CLOCK_MONOTONIC in microseconds, which is what <see cref="Stopwatch"/> counts on Linux.</summary>
    public bool Reloading()
    {
        long us = Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);
        return Send(
            string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={us}")
        );
    }

    /// <summary>The graceful end begins.</summary>
    public bool Stopping() => Send("STOPPING=1");

    /// <summary>Another process is the service from now on; only the one that was may say so (NotifyAccess=main).</summary>
    public bool MainProcess(int processId) =>
        Send(string.Create(CultureInfo.InvariantCulture, $"MAINPID={processId}\nREADY=1"));

    /// <summary>False when there is no socket, or it did not take the message.</summary>
    private bool Send(string message)
    {
        // sd_notify(3): the other forms, such as vsock:, are for guests of virtual machines.
        if (socketPath is not ['/' or '@', _, ..])
        {
            return false;
        }

        try
        {
            string address = socketPath[0] == '@' ? "\0" + socketPath[1..] : socketPath;
            using var socket = new Socket(
                AddressFamily.Unix,
                SocketType.Dgram,
                ProtocolType.Unspecified
            )
            {
                Blocking = false,
            };
            socket.SendTo(Encoding.UTF8.GetBytes(message), new UnixDomainSocketEndPoint(address));
            return true;
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            return false;
        }
    }
}
