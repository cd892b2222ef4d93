// Holds the notifications to sd_notify(3), against a real datagram socket.
using System.Net.Sockets;
using System.Text;
using Shouldly;
using Weir.Hosting;
using Xunit;

namespace Weir.Tests.Hosting;

public sealed class SystemdNotifierTests
{
    [Fact]
    public void Messages_arrive_at_a_socket_in_the_file_system()
    {
        string folder = Directory.CreateTempSubdirectory("weir-sd").FullName;
        try
        {
            string path = Path.Combine(folder, "notify");
            using Socket manager = Bind(path);
            var notifier = new SystemdNotifier(path);
            notifier.Ready().ShouldBeTrue();
            Receive(manager).ShouldBe("READY=1");
            notifier.Reloading().ShouldBeTrue();
            Receive(manager).ShouldMatch("^RELOADING=1\nMONOTONIC_USEC=[1-9][0-9]*$");
            notifier.MainProcess(4711).ShouldBeTrue();
            Receive(manager).ShouldBe("MAINPID=4711\nREADY=1");
            notifier.Stopping().ShouldBeTrue();
            Receive(manager).ShouldBe("STOPPING=1");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void An_at_sign_stands_for_an_abstract_socket()
    {
        string name = $"weir-test-{Environment.ProcessId}";
        using Socket manager = Bind("\0" + name);
        new SystemdNotifier("@" + name).Ready().ShouldBeTrue();
        Receive(manager).ShouldBe("READY=1");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("vsock:2:1234")]
    [InlineData("/nonexistent/weir/notify")]
    public void Without_a_socket_nothing_happens(string? path) =>
        new SystemdNotifier(path).Ready().ShouldBeFalse();

    private static Socket Bind(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
        {
            ReceiveTimeout = 5000,
        };
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static string Receive(Socket socket)
    {
        byte[] buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}
