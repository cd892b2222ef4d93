// Backends behind paths that are narrow or long.
using System.Net;
using System.Security.Cryptography;
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Load;

public sealed class SlowPathTests
{
    private const int Body = 10_000_000;
    private const double MiB = 1024 * 1024;

    private readonly byte[] _body = RandomNumberGenerator.GetBytes(Body);

    [Fact]
    public async Task Bodies_through_a_narrow_path_arrive_whole_and_slow_nobody_else()
    {
        using TestBackend bulk = TestBackend.Http(AnswerAsync);
        using FaultProxy narrow = FaultProxy.Start(
            bulk.Endpoint,
            bytesPerSecond: 2_000_000,
            pieceBytes: 1_448
        );
        using TestBackend near = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Parse(
                $$"""
                { "listeners": [
                    { "name": "bulk", "address": "127.0.0.1:0", "mode": "http", "cluster": "bulk" },
                    { "name": "near", "address": "127.0.0.1:0", "mode": "http", "cluster": "near" } ],
                  "clusters": {
                    "bulk": { "backends": [ { "address": "{{narrow.Address}}" } ] },
                    "near": { "backends": [ { "address": "{{near.Address}}" } ] } } }
                """
            )
        );
        IPEndPoint others = weir.AddressOf("near");
        IReadOnlyList<Outcome> calm = await OpenLoop.RunAsync(others, perSecond: 200, count: 800);

        long resident = weir.ResidentBytes;
        using OpenLoop during = OpenLoop.Start(others, perSecond: 200);
        Task<bool>[] bodies =
        [
            .. Enumerable.Range(0, 4).Select(_ => DownloadAsync(weir.AddressOf("bulk"))),
            .. Enumerable.Range(0, 4).Select(_ => UploadAsync(weir.AddressOf("bulk"))),
        ];
        Task all = Task.WhenAll(bodies);
        double more = 0;
        await Eventually.Until(
            () =>
            {
                more = double.Max(more, weir.ResidentBytes - resident);
                return all.IsCompleted;
            },
            "the bodies are through"
        );
        TimeSpan took = during.Now;
        IReadOnlyList<Outcome> outcomes = await during.StopAsync();
        int whole = (await Task.WhenAll(bodies)).Count(equal => equal);
        int failed = outcomes.Count(o => o.Failed);
        double p99 = OpenLoop.Percentile(outcomes, 0.99).TotalMilliseconds;
        Figure.Record(
            "8 bodies of 10 MB to and from a backend at 2 MB/s for each connection",
            $"{whole} of 8 whole by SHA-256 in {took.TotalSeconds:F1} s; {failed} of {outcomes.Count} requests to another backend failed, p99 {OpenLoop.Percentile(calm, 0.99).TotalMilliseconds:F1} ms before, {p99:F1} ms meanwhile; {more / MiB:F1} MiB more resident memory",
            "all whole, 0 others failed, their p99 < 200 ms, ≤ 16 MiB more",
            whole == 8
                && took > TimeSpan.FromSeconds(4.5) // or the path was not narrow
                && failed == 0
                && p99 < 200
                && more <= 16 * MiB
        );
    }

    [Fact]
    public async Task A_path_of_200_ms_each_way_is_not_made_longer()
    {
        using TestBackend backend = TestBackend.Http();
        using FaultProxy far = FaultProxy.Start(
            backend.Endpoint,
            delay: TimeSpan.FromMilliseconds(200)
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([far.Address], ("loadBalancer.connectionPoolSize", 128))
        );
        // The same load past Weir, in turns, so that what else the machine does hits both; the middle round of five, since it may hit one.
        List<(double Without, double With)> rounds = [];
        (int sent, int failed) = (0, 0);
        for (int round = 0; round < 5; round++)
        {
            IReadOnlyList<Outcome> direct = await OpenLoop.RunAsync(
                far.Endpoint,
                perSecond: 100,
                count: 250
            );
            IReadOnlyList<Outcome> through = await OpenLoop.RunAsync(
                weir.Endpoint,
                perSecond: 100,
                count: 250
            );
            sent += through.Count;
            failed += through.Count(o => o.Failed);
            rounds.Add(
                (
                    OpenLoop.Percentile(direct, 0.99).TotalMilliseconds,
                    OpenLoop.Percentile(through, 0.99).TotalMilliseconds
                )
            );
        }

        (double without, double with) = rounds.OrderBy(r => r.With - r.Without).ElementAt(2);
        Figure.Record(
            "network delay of 200 ms each way between Weir and its backend",
            $"{failed} of {sent} failed; p99 {without:F1} ms without, {with:F1} ms with Weir: {with - without:F1} ms added",
            "0 failed, added p99 ≤ 5 ms",
            failed == 0 && without >= 400 && with - without <= 5
        );
    }

    private async Task AnswerAsync(HttpMessage request, BackendConnection connection)
    {
        if (request.Method == "POST")
        {
            await connection.RespondAsync(HashOf(request.BodyBytes));
            return;
        }

        await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Body}\r\n\r\n");
        await connection.SendAsync(_body);
    }

    private async Task<bool> DownloadAsync(EndPoint weir) =>
        HashOf((await RawClient.GetAsync(weir)).BodyBytes) == HashOf(_body);

    private async Task<bool> UploadAsync(EndPoint weir)
    {
        using RawClient client = await RawClient.ConnectAsync(weir);
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: test\r\nContent-Length: {Body}\r\n\r\n");
        await client.SendAsync(_body);
        return (await client.ReadResponseAsync()).Body == HashOf(_body);
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
