// `weir explain --live` against a running Weir, and then the request itself.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Commands;

public sealed class ExplainTests
{
    [Fact]
    public async Task It_says_where_the_next_request_goes()
    {
        using TestBackend one = TestBackend.Http("one");
        using TestBackend two = TestBackend.Http("two");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([one.Address, two.Address])
        );
        (await weir.Admin.ControlAsync("drain", one.Address)).Status.ShouldBe(200);
        CommandResult result = await WeirProgram.RunAsync(
            "explain",
            "--live",
            "--admin",
            weir.Admin.Endpoint.ToString(),
            "GET",
            "/",
            "--listener",
            "default"
        );
        result.ExitCode.ShouldBe(0, result.Errors);
        result.Output.ShouldContain($"backend   {one.Address} excluded: drained by an operator");
        result.Output.ShouldContain($"goes to   {two.Address}\n");
        (await RawClient.GetAsync(weir.Endpoint)).Body.ShouldBe("two");
    }
}
