// Holds the start of the demo to naming what is in its way.
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Shouldly;
using Weir.Commands;
using Xunit;

namespace Weir.Tests.Demo;

public sealed class DemoScenarioTests
{
    [Theory]
    [InlineData("listen.port={0}", "--set listen.port=PORT")]
    [InlineData("admin.address=127.0.0.1:{0}", "--set admin.address=HOST:PORT")]
    [InlineData("backends.1.port={0}", "--set backends.1.port=PORT")]
    public void A_busy_port_is_named_with_the_way_to_move_it(string set, string remedy)
    {
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        int port = ((IPEndPoint)busy.LocalEndpoint).Port;
        string[] sets = [.. FreePorts(), string.Format(CultureInfo.InvariantCulture, set, port)];
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] args = ["demo", "--seconds", "1", .. sets.SelectMany(s => new[] { "--set", s })];
        CommandLine.Invoke(args, output, error).ShouldBe(1);
        error.ToString().ShouldContain($"127.0.0.1:{port}");
        error.ToString().ShouldContain(remedy);
    }

    [Fact]
    public void A_setting_that_is_wrong_is_told_like_in_a_file()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        CommandLine.Invoke(["demo", "--set", "listen.prt=1"], output, error).ShouldBe(1);
        error.ToString().ShouldContain("did you mean \"port\"?");
    }

    // Ports that were free a moment ago: the listener, the admin API and three backends.
    private static string[] FreePorts()
    {
        TcpListener[] listeners = new TcpListener[5];
        string[] ports = new string[5];
        for (int i = 0; i < listeners.Length; i++)
        {
            listeners[i] = new TcpListener(IPAddress.Loopback, 0);
            listeners[i].Start();
            ports[i] = ((IPEndPoint)listeners[i].LocalEndpoint).Port.ToString(
                CultureInfo.InvariantCulture
            );
        }

        Array.ForEach(listeners, static listener => listener.Dispose());
        return
        [
            $"listen.port={ports[0]}",
            $"admin.address=127.0.0.1:{ports[1]}",
            $"backends.0.port={ports[2]}",
            $"backends.1.port={ports[3]}",
            $"backends.2.port={ports[4]}",
        ];
    }
}
