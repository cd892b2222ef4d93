// Holds the document to what is mapped.
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Shouldly;
using Weir.Admin;
using Weir.Admin.Endpoints;
using Weir.Admin.Security;
using Weir.Configuration.Process;
using Xunit;

namespace Weir.Tests.Admin.OpenApi;

public sealed class OpenApiDocumentTests
{
    private static async Task<JsonElement> ReadAsync()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        return await AdminFixture.JsonAsync(await admin.SendAsync("GET", "/api/v1/openapi.json"));
    }

    [Fact]
    public async Task Every_route_that_is_mapped_is_in_it_with_its_methods()
    {
        JsonElement document = await ReadAsync();
        document.GetProperty("openapi").GetString().ShouldBe("3.1.0");
        (string Path, string Method)[] described =
        [
            .. document
                .GetProperty("paths")
                .EnumerateObject()
                .SelectMany(p => p.Value.EnumerateObject().Select(o => (p.Name, o.Name))),
        ];
        RouteEndpoint[] mapped = Mapped();
        mapped.Length.ShouldBeGreaterThan(15);
        foreach (RouteEndpoint endpoint in mapped)
        {
            // A rest of the path is described by the forms it may take.
            string pattern = endpoint.RoutePattern.RawText!.Split("{**")[0]; // maps are made of texts
            (string Path, string Method)[] found =
            [
                .. described.Where(d =>
                    pattern == endpoint.RoutePattern.RawText
                        ? d.Path == pattern
                        : d.Path.StartsWith(pattern, StringComparison.Ordinal)
                ),
            ];
            found.ShouldNotBeEmpty(endpoint.RoutePattern.RawText);
            string[] methods =
            [
                .. endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [],
            ];
            foreach (string method in methods.Where(m => m != "HEAD"))
            {
                found.ShouldContain(d =>
                    d.Method.Equals(method, StringComparison.OrdinalIgnoreCase)
                );
            }
        }
    }

    [Fact]
    public async Task Every_path_in_it_is_served()
    {
        JsonElement document = await ReadAsync();
        await using AdminFixture admin = await AdminFixture.StartAsync();
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
        {
            string asked = path
                .Name.Replace("{cluster}", "api", StringComparison.Ordinal)
                .Replace("{address}", admin.Control.Tcp.Address, StringComparison.Ordinal);
            foreach (JsonProperty operation in path.Value.EnumerateObject())
            {
                using HttpResponseMessage response = await admin.SendAsync(
                    operation.Name.ToUpperInvariant(),
                    asked,
                    operation.Name == "put" ? """{"weight": 1}""" : null
                );
                ((int)response.StatusCode).ShouldBe(200, $"{operation.Name} {asked}");
                string type = response.Content.Headers.ContentType.ShouldNotBeNull().MediaType!; // set by each
                operation
                    .Value.GetProperty("responses")
                    .GetProperty("200")
                    .GetProperty("content")
                    .TryGetProperty(type, out _)
                    .ShouldBeTrue($"{asked} comes as {type}");
            }
        }
    }

    [Fact]
    public async Task Its_references_lead_somewhere()
    {
        JsonElement document = await ReadAsync();
        string[] references = [.. ReferencesIn(document).Distinct()];
        references.ShouldContain("#/components/schemas/Status");
        foreach (string reference in references)
        {
            JsonElement at = document;
            foreach (string step in reference.Split('/')[1..])
            {
                at =
                    at.ValueKind == JsonValueKind.Array
                        ? at[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]
                        : at.GetProperty(step);
            }

            at.ValueKind.ShouldBe(JsonValueKind.Object, reference);
        }
    }

    private static IEnumerable<string> ReferencesIn(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(p =>
                    p.Name == "$ref" ? [p.Value.GetString()!] : ReferencesIn(p.Value) // a text
                ),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(ReferencesIn),
            _ => [],
        };

    private static RouteEndpoint[] Mapped()
    {
        WebApplication app = WebHosting.CreateBuilder(new ServerSocket()).Build();
        using var parts = new AdminParts(
            new FakeControl(),
            new RequestGuard(new AdminConfig(), false),
            TimeProvider.System
        );
        AllEndpoints.Map(app, parts);
        return
        [
            .. ((IEndpointRouteBuilder)app)
                .DataSources.SelectMany(s => s.Endpoints)
                .Cast<RouteEndpoint>(),
        ];
    }
}
