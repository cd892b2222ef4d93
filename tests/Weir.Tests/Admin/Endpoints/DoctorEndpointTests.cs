// GET /api/v1/doctor over HTTP.
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.Tests.Admin.Endpoints;

public sealed class DoctorEndpointTests
{
    [Fact]
    public async Task Findings_come_with_code_severity_place_and_remedy()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        JsonElement body = await AdminFixture.JsonAsync(
            await admin.SendAsync("GET", "/api/v1/doctor"),
            200
        );
        body.GetRawText()
            .ShouldBe(
                """{"findings":[{"code":"a-code","severity":"warning","message":"a message","remedy":"a remedy","place":"weir.json:1:2","subject":"clusters.api"}]}"""
            );
    }
}
