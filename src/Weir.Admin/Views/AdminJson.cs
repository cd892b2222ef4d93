// JSON of the admin API, by source generation: no reflection at run time.
using System.Text.Json.Serialization;
using Weir.Admin.Views.Live;

namespace Weir.Admin.Views;

/// <summary>Serializers of all bodies.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false
)]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(ClusterView[]))]
[JsonSerializable(typeof(BackendView))]
[JsonSerializable(typeof(BackendEventView))]
[JsonSerializable(typeof(ConfigValueView[]))]
[JsonSerializable(typeof(FailureView[]))]
[JsonSerializable(typeof(HistoryView))]
[JsonSerializable(typeof(ClusterHistoryView))]
[JsonSerializable(typeof(OperatorEventView))]
[JsonSerializable(typeof(TrafficView))]
[JsonSerializable(typeof(ProblemView))]
[JsonSerializable(typeof(VerdictView))]
[JsonSerializable(typeof(DoctorView))]
[JsonSerializable(typeof(ReasonRequest))]
[JsonSerializable(typeof(ReloadView))]
[JsonSerializable(typeof(ScalingView[]))]
[JsonSerializable(typeof(WeightRequest))]
internal sealed partial class AdminJson : JsonSerializerContext;
