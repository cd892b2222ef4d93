// A limit of 256 open files and more clients than that.
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Operations;

public sealed class DescriptorTests
{
    [Fact]
    public async Task With_256_descriptors_a_flood_neither_kills_it_nor_makes_it_spin()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        // The runtime loads parts of itself when they are first needed, for which it needs a descriptor too.
        (await RawClient.GetAsync(weir.Endpoint)).Status.ShouldBe(200);
        await weir.Admin.MetricsAsync();
        using (
            Process prlimit = Process
                .Start(
                    "prlimit",
                    ["--pid", weir.Pid.ToString(CultureInfo.InvariantCulture), "--nofile=256:256"]
                )
                .ShouldNotBeNull()
        )
        {
            await prlimit.WaitForExitAsync(TestContext.Current.CancellationToken);
            prlimit.ExitCode.ShouldBe(0);
        }

        List<Socket> flood = [];
        for (int i = 0; i < 1000; i++)
        {
            var socket = new Socket(
                AddressFamily.InterNetwork,
                SocketType.Stream,
                ProtocolType.Tcp
            );
            flood.Add(socket);
            try
            {
                await socket.ConnectAsync(weir.Endpoint, TestContext.Current.CancellationToken);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
            {
                // shed before the connect was told
            }
        }

        double cpu = await CpuShareAsync(weir, TimeSpan.FromSeconds(5));
        flood.ForEach(s => s.Dispose());
        var recovery = Stopwatch.StartNew();
        await Eventually.Until(
            async () =>
            {
                try
                {
                    return (await RawClient.GetAsync(weir.Endpoint)).Status == 200;
                }
                catch (Exception e) when (e is IOException or SocketException)
                {
                    return false;
                }
            },
            "it serves again"
        );
        TimeSpan took = recovery.Elapsed;
        Figure.Record(
            "1,000 clients at a limit of 256 descriptors",
            $"alive, {cpu:P0} of a core while full, serving {took.TotalSeconds:F1} s after they left",
            "alive, < 50 % CPU, back to normal in 5 s",
            cpu < 0.5 && took < TimeSpan.FromSeconds(5)
        );
    }

    private static async Task<double> CpuShareAsync(WeirProcess weir, TimeSpan time)
    {
        using var process = Process.GetProcessById(weir.Pid);
        TimeSpan before = process.TotalProcessorTime;
        await Eventually.Pass(time);
        process.Refresh();
        return (process.TotalProcessorTime - before) / time;
    }
}
