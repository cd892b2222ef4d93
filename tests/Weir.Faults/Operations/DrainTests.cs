// TERM with requests in flight.
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Operations;

public sealed class DrainTests
{
    [Fact]
    public async Task Of_fifty_requests_in_flight_at_TERM_all_complete()
    {
        var gate = new TaskCompletionSource();
        using TestBackend backend = TestBackend.Http(
            async (_, c) =>
            {
                await gate.Task;
                await c.RespondAsync("whole");
            }
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("loadBalancer.connectionPoolSize", 64))
        );
        Task<HttpMessage>[] requests =
        [
            .. Enumerable.Range(0, 50).Select(_ => RawClient.GetAsync(weir.Endpoint)),
        ];
        await Eventually.Until(() => backend.Requests.Count == 50, "all are in flight");
        weir.Signal("TERM");
        await weir.Log.EventAsync("shutdown");
        gate.SetResult();
        HttpMessage[] answers = await Eventually.Within(Task.WhenAll(requests), "the answers");
        int whole = answers.Count(a => a.Status == 200 && a.Body == "whole");
        int exit = await weir.ExitCodeAsync();
        Figure.Record(
            "drain with 50 requests in flight",
            $"{whole} complete, exit code {exit}",
            "50 complete",
            whole == 50 && exit == 0
        );
    }
}
