// Speaks to the admin API of a running Weir for one command, and puts what goes wrong into words.
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Weir.Admin.Views;

namespace Weir.Commands;

/// <summary>One short conversation. Problems are told on the error writer.</summary>
internal sealed class AdminClient : IDisposable
{
    private readonly AdminTarget _target;
    private readonly TextWriter _error;
    private readonly HttpClient _http;

    public AdminClient(AdminTarget target, TextWriter error)
    {
        _target = target;
        _error = error;
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
            // A reload may resolve names before it answers.
            Timeout = TimeSpan.FromSeconds(30),
        };
        if (target.Token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer",
                target.Token
            );
        }
    }

    /// <summary>The body of a good answer, or null after the problem was told.</summary>
    public string? Send(HttpMethod method, string path)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            using HttpResponseMessage response = _http.Send(request);
            using var reader = new StreamReader(response.Content.ReadAsStream());
            string body = reader.ReadToEnd();
            if (response.IsSuccessStatusCode)
            {
                return body;
            }

            TellRefusal(response.StatusCode, body);
        }
        catch (HttpRequestException failure)
        {
            string why = failure.InnerException?.Message ?? failure.Message;
            _error.WriteLine(
                $"weir: no admin API answers at {_target.Address} ({why}); is weir running? "
                    + "Its address is taken from -c FILE or --admin HOST:PORT"
            );
        }
        catch (Exception failure) when (failure is TaskCanceledException or IOException)
        {
            _error.WriteLine($"weir: the admin API at {_target.Address} did not answer in time");
        }

        return null;
    }

    public void Dispose() => _http.Dispose();

    private void TellRefusal(HttpStatusCode status, string body)
    {
        if (status == HttpStatusCode.Unauthorized)
        {
            _error.WriteLine(
                $"weir: {_target.Address} wants another token; give the -c FILE whose admin.token is in force"
            );
            return;
        }

        ProblemView? problem = Parse(body);
        _error.WriteLine(
            "weir: " + (problem?.Detail ?? $"{_target.Address} answers {(int)status}")
        );
        foreach (string each in problem?.Problems ?? [])
        {
            _error.WriteLine(each);
        }
    }

    private static ProblemView? Parse(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, CommandJson.Default.ProblemView);
        }
        catch (JsonException)
        {
            // Something else than Weir listens there.
            return null;
        }
    }
}
