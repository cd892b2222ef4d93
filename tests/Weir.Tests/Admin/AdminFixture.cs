// A real admin server on a free loopback port and a client for it.
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Shouldly;
using Weir.Admin;
using Weir.Configuration.Process;
using Weir.Configuration.Values;
using Xunit;

namespace Weir.Tests.Admin;

internal sealed class AdminFixture : IAsyncDisposable
{
    private AdminFixture(FakeControl control, AdminServer server)
    {
        Control = control;
        Server = server;
        Client = new HttpClient { BaseAddress = new Uri($"http://{server.Endpoint}") };
        control.BackendChanged += b => server.PublishBackend(b, "because");
    }

    public FakeControl Control { get; }

    public AdminServer Server { get; }

    public HttpClient Client { get; }

    public static AdminConfig Config(string? token = null, params string[] allowedHosts) =>
        new()
        {
            Address = EndpointAddress.FromHostAndPort("127.0.0.1", 0),
            Token = token,
            AllowedHosts = [.. allowedHosts],
        };

    public static async Task<AdminFixture> StartAsync(AdminConfig? config = null)
    {
        var control = new FakeControl();
        AdminStart start = await AdminServer.StartAsync(control, config ?? Config());
        start.Problem.ShouldBeNull();
        return new AdminFixture(control, start.Server.ShouldNotBeNull());
    }

    /// <summary>Sends a request; headers are pairs of name and value.</summary>
    public Task<HttpResponseMessage> SendAsync(
        string method,
        string path,
        string? body = null,
        params (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(
            new HttpMethod(method),
            new Uri(path, UriKind.Relative)
        );
        if (body is not null)
        {
            request.Content = new StringContent(
                body,
                Encoding.UTF8,
                new MediaTypeHeaderValue("application/json")
            );
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        return Client.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken
        );
    }

    /// <summary>The JSON body of an answer that must have the given status.</summary>
    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response, int status = 200)
    {
        string text = await response.Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken
        );
        ((int)response.StatusCode).ShouldBe(status, text);
        response
            .Content.Headers.ContentType.ShouldNotBeNull()
            .MediaType.ShouldBe(status < 400 ? "application/json" : "application/problem+json");
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
