// POST /api/v1/reload over HTTP.
using System.Text.Json;
using Shouldly;
using Weir.Admin;
using Xunit;

namespace Weir.Tests.Admin.Endpoints;

public sealed class ReloadEndpointTests
{
    private static async Task<JsonElement> ReloadAsync(ReloadResult answer, int status)
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        admin.Control.ReloadAnswer = answer;
        return await AdminFixture.JsonAsync(
            await admin.SendAsync("POST", "/api/v1/reload"),
            status
        );
    }

    [Fact]
    public async Task Applied_is_200_with_the_warnings()
    {
        JsonElement body = await ReloadAsync(
            new(ReloadOutcome.Applied, ["reactor.threads needs a restart"]),
            200
        );
        body.GetRawText()
            .ShouldBe("""{"result":"reloaded","warnings":["reactor.threads needs a restart"]}""");
    }

    [Fact]
    public async Task Rejected_is_422_with_every_problem()
    {
        JsonElement body = await ReloadAsync(new(ReloadOutcome.Rejected, ["one", "two"]), 422);
        body.GetProperty("problems")
            .EnumerateArray()
            .Select(p => p.GetString())
            .ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task Who_asked_for_it_and_why_is_kept()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync(
            AdminFixture.Config("secret")
        );
        await AdminFixture.JsonAsync(
            await admin.SendAsync(
                "POST",
                "/api/v1/reload",
                """{"reason": "more backends"}""",
                ("Authorization", "Basic " + Convert.ToBase64String("eve:secret"u8))
            )
        );
        Weir.Admin.OperatorAct act = admin.Control.Acts.ShouldHaveSingleItem();
        (act.What, act.Reason).ShouldBe(("reload", "more backends"));
        act.Who.ShouldMatch(@"^127\.0\.0\.1:\d+ eve uid=\d+$");
    }

    [Fact]
    public async Task Without_a_file_it_is_409() => await ReloadAsync(ReloadResult.NoFile, 409);
}
