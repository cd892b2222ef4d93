// Speaks to the admin API of a running Weir for one command, and puts what goes wrong into words.
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Weir.Admin.Views;
using Weir.Configuration.Values;

namespace Weir.Commands.Instance;

/// <summary>One short conversation. Problems are told on the error writer.</summary>
internal sealed class AdminClient : IDisposable
{
    private readonly AdminTarget _target;
    private readonly HttpClient _http;

    // A reload may resolve names before it answers.
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(30);

    public AdminClient(AdminTarget target, TextWriter error, TimeSpan? patience = null)
    {
        _target = target;
        Error = error;
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                // The admin API is near; a proxy for the outside world has no business here.
                UseProxy = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
            }
        )
        {
            BaseAddress = new Uri($"http://{target.Address}/"),
            Timeout = patience ?? UsualPatience,
        };
        if (target.Token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                target.Token
            );
        }
    }

    /// <summary>Where problems are told.</summary>
    public TextWriter Error { get; set; }

    /// <summary>The body of a good answer, or null after the problem was told.</summary>
    public string? Send(HttpMethod method, string path) => Send(method, path, out _, null);

    /// <inheritdoc cref="Send(HttpMethod, string)"/>
    /// <param name="method">GET, POST or PUT.</param>
    /// <param name="path">Without the leading slash.</param>
    /// <param name="refusal">The body of an answer that is not good; null when none came.</param>
    /// <param name="json">What to send; null: no body.</param>
    public string? Send(HttpMethod method, string path, out string? refusal, string? json)
    {
        refusal = null;
        try
        {
            using var request = new HttpRequestMessage(method, path)
            {
                Content = json is null
                    ? null
                    : new StringContent(json, Encoding.UTF8, "application/json"),
            };
            using HttpResponseMessage response = _http.Send(request);
            using var reader = new StreamReader(response.Content.ReadAsStream());
            string body = reader.ReadToEnd();
            if (response.IsSuccessStatusCode)
            {
                return body;
            }

            refusal = body;
            TellRefusal(response.StatusCode, body);
        }
        catch (HttpRequestException failure)
        {
            string why = failure.InnerException?.Message ?? failure.Message;
            Error.WriteLine(
                $"weir: no admin API answers at {_target.Address} ({why}); is weir running? "
                    + "Its address is taken from --admin HOST:PORT, -c FILE or WEIR_ADMIN"
            );
        }
        catch (Exception failure) when (failure is TaskCanceledException or IOException)
        {
            Error.WriteLine($"weir: the admin API at {_target.Address} did not answer in time");
        }

        return null;
    }

    /// <summary>Null when the body is not of that form.</summary>
    public static T? Parse<T>(string body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null after it was told that the body is not of that form.</summary>
    public T? ParseOrTell<T>(string body, JsonTypeInfo<T> type)
        where T : class
    {
        T? parsed = Parse(body, type);
        if (parsed is null)
        {
            Error.WriteLine(
                $"weir: what answers at {_target.Address} is not Weir, or one of another version"
            );
        }

        return parsed;
    }

    public void Dispose() => _http.Dispose();

    private void TellRefusal(HttpStatusCode status, string body)
    {
        if (status == HttpStatusCode.Unauthorized)
        {
            Error.WriteLine(
                $"weir: {_target.Address} wants another token; give the -c FILE whose admin.token is in force, or set WEIR_TOKEN"
            );
            return;
        }

        ProblemView? problem = Parse(body, CommandJson.Default.ProblemView);
        string detail = problem?.Detail ?? $"{_target.Address} answers {(int)status}";
        Error.WriteLine("weir: " + ShownText.Escape(detail));
        IReadOnlyList<string> all = problem?.Problems ?? [];
        IReadOnlyList<string> listed = ProblemPrinter.Listed(all);
        foreach (string each in listed)
        {
            Error.WriteLine(ShownText.Escape(each));
        }

        if (all.Count > listed.Count)
        {
            Error.WriteLine($"weir: and {all.Count - listed.Count} more; -o json gives them all");
        }
    }
}
