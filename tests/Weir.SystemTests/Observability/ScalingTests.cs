// The scaling signals of the real program, read as people and KEDA read them.
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Weir.Admin.Scaling.Wire;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Observability;

public sealed class ScalingTests
{
    // Longer than any test takes, so that what came stays within it however late it is looked at.
    private const int WholeTest = 600;
    private readonly TaskCompletionSource _release = new();

    [Fact]
    public async Task A_backend_at_its_limit_with_a_queue_asks_for_more_backends()
    {
        using TestBackend backend = SlowBackend();
        await using WeirProcess weir = await StartAsync(backend, WholeTest);
        using GrpcChannel channel = GrpcChannel.ForAddress($"http://{weir.AddressOf("scaler")}");
        var scaler = new ExternalScaler.ExternalScalerClient(channel);
        using AsyncServerStreamingCall<IsActiveResponse> stream = Follow(scaler);
        (await NextAsync(stream)).ShouldBeFalse();
        (
            await scaler.IsActiveAsync(Cluster("default"), cancellationToken: Token)
        ).Result.ShouldBeFalse();

        // Two are on the backend, four wait.
        Task<HttpMessage>[] requests =
        [
            .. Enumerable.Range(0, 6).Select(_ => RawClient.GetAsync(weir.Endpoint)),
        ];
        (await NextAsync(stream)).ShouldBeTrue();
        JsonElement signals = default;
        await Eventually.Until(
            async () =>
            {
                signals = (await weir.Admin.JsonAsync("/api/v1/scaling"))[0];
                return signals.GetProperty("desiredBackends").GetInt32() == 3;
            },
            "six at one time, at two each, need three backends",
            3 * Eventually.Deadline // the mean over the window takes twice the time to the first request to rise to that
        );
        signals.GetProperty("utilisation").GetDouble().ShouldBeInRange(0.5, 1.01);
        signals.GetProperty("saturation").GetDouble().ShouldBe(4.0 / 6, 0.01);
        signals.GetProperty("waiting").GetDouble().ShouldBeInRange(2, 4.01);

        MetricSpec spec = (
            await scaler.GetMetricSpecAsync(Cluster("default"), cancellationToken: Token)
        ).MetricSpecs.Single();
        spec.TargetSizeFloat.ShouldBe(2);
        MetricValue value = (
            await scaler.GetMetricsAsync(
                new() { ScaledObjectRef = Cluster("default"), MetricName = spec.MetricName },
                cancellationToken: Token
            )
        ).MetricValues.Single();
        value.MetricValueFloat.ShouldBeInRange(4, 6.1);
        (await weir.Admin.MetricsAsync())
            .Value("weir_scaling_desired_backends", ("cluster", "default"))
            .ShouldBe(3);

        _release.SetResult();
        foreach (Task<HttpMessage> request in requests)
        {
            (await request).Status.ShouldBe(200);
        }
    }

    [Fact]
    public async Task Nothing_is_active_once_the_window_has_passed()
    {
        using TestBackend backend = SlowBackend();
        await using WeirProcess weir = await StartAsync(backend, 3);
        using GrpcChannel channel = GrpcChannel.ForAddress($"http://{weir.AddressOf("scaler")}");
        var scaler = new ExternalScaler.ExternalScalerClient(channel);
        using AsyncServerStreamingCall<IsActiveResponse> stream = Follow(scaler);
        (await NextAsync(stream)).ShouldBeFalse();
        Task<HttpMessage> request = RawClient.GetAsync(weir.Endpoint);
        (await NextAsync(stream)).ShouldBeTrue();
        _release.SetResult();
        (await request).Status.ShouldBe(200);
        (await NextAsync(stream)).ShouldBeFalse();
        (
            await scaler.IsActiveAsync(Cluster("default"), cancellationToken: Token)
        ).Result.ShouldBeFalse();
    }

    [Fact]
    public async Task An_unknown_cluster_is_refused_by_name()
    {
        using TestBackend backend = SlowBackend();
        await using WeirProcess weir = await StartAsync(backend, WholeTest);
        using GrpcChannel channel = GrpcChannel.ForAddress($"http://{weir.AddressOf("scaler")}");
        var scaler = new ExternalScaler.ExternalScalerClient(channel);
        RpcException refusal = await Should.ThrowAsync<RpcException>(async () =>
            await scaler.IsActiveAsync(Cluster("other"), cancellationToken: Token)
        );
        refusal.StatusCode.ShouldBe(StatusCode.NotFound);
        refusal.Status.Detail.ShouldBe("there is no cluster \"other\", but: \"default\"");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestBackend SlowBackend() =>
        TestBackend.Http(
            async (_, connection) =>
            {
                await _release.Task;
                await connection.RespondAsync("done");
            }
        );

    private static async Task<WeirProcess> StartAsync(TestBackend backend, int windowSeconds)
    {
        WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                ("loadBalancer.maxConnections", 2),
                ("loadBalancer.targetConcurrency", 2),
                ("loadBalancer.queueTimeout", 60),
                ("scaling.address", "127.0.0.1:0"),
                ("scaling.window", windowSeconds)
            )
        );
        await weir.Log.EventAsync("listening", e => e.Text("listener") == "scaler");
        return weir;
    }

    private static ScaledObjectRef Cluster(string name) =>
        new()
        {
            Name = "workers",
            Namespace = "shop",
            ScalerMetadata = { ["cluster"] = name },
        };

    private static AsyncServerStreamingCall<IsActiveResponse> Follow(
        ExternalScaler.ExternalScalerClient scaler
    ) => scaler.StreamIsActive(Cluster("default"), cancellationToken: Token);

    private static async Task<bool> NextAsync(AsyncServerStreamingCall<IsActiveResponse> stream)
    {
        (await Eventually.Within(stream.ResponseStream.MoveNext(Token), "news")).ShouldBeTrue();
        return stream.ResponseStream.Current.Result;
    }
}
