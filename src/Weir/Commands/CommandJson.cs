// How commands read and write JSON: generated code, so that it works in a native binary.
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Admin.Views;
using Weir.Commands.Explain;
using Weir.Commands.Top;

namespace Weir.Commands;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true
)]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(ClusterView[]))]
[JsonSerializable(typeof(BackendView))]
[JsonSerializable(typeof(FailureView[]))]
[JsonSerializable(typeof(ProblemView))]
[JsonSerializable(typeof(ReloadView))]
[JsonSerializable(typeof(ReasonRequest))]
[JsonSerializable(typeof(WeightRequest))]
[JsonSerializable(typeof(TopFigures))]
[JsonSerializable(typeof(DoctorView))]
[JsonSerializable(typeof(ExplainView))]
internal sealed partial class CommandJson : JsonSerializerContext
{
    /// <summary>For output: quotes and umlauts stay readable, since nobody puts it into HTML.</summary>
    public static CommandJson Readable =>
        s_readable ??= new(
            new JsonSerializerOptions(Default!.Options) // set by the time anyone asks
            {
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );

    /// <summary>For streams: one object a line.</summary>
    public static CommandJson Lines =>
        s_lines ??= new(new JsonSerializerOptions(Readable.Options) { WriteIndented = false });

    private static CommandJson? s_readable;
    private static CommandJson? s_lines;
}
